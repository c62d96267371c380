"""Sources, the wire, stories, and what hubs push."""

from pamphleteer.collect.models.source import Source
from pamphleteer.collect.models.story import Shingle, Story, Suggestion
from pamphleteer.collect.models.subscription import Push, Subscription
from pamphleteer.collect.models.wire import Version, WireItem

__all__ = [
    "Push",
    "Shingle",
    "Source",
    "Story",
    "Subscription",
    "Suggestion",
    "Version",
    "WireItem",
]
