"""The files of the site, as the press left them, and what keeps it from writing."""

from pamphleteer.press.models.fault import Fault
from pamphleteer.press.models.file import File

__all__ = ["Fault", "File"]
