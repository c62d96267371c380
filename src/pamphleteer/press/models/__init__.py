"""The files of the site, as the press left them."""

from pamphleteer.press.models.file import File

__all__ = ["File"]
