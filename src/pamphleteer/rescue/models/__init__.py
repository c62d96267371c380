"""What was rescued, and from where."""

from pamphleteer.rescue.models.rescued import Rescued

__all__ = ["Rescued"]
