"""Sources, the wire, and stories."""

from pamphleteer.collect.models.source import Source
from pamphleteer.collect.models.story import Shingle, Story, Suggestion
from pamphleteer.collect.models.wire import Version, WireItem

__all__ = ["Shingle", "Source", "Story", "Suggestion", "Version", "WireItem"]
