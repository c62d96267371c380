"""Sources, the wire, stories, and what hubs push."""

from pamphleteer.collect.models.host import Host, Visit
from pamphleteer.collect.models.source import Source
from pamphleteer.collect.models.story import Shingle, Story, Suggestion
from pamphleteer.collect.models.subscription import Push, Subscription
from pamphleteer.collect.models.wire import Version, WireItem

__all__ = [
    "Host",
    "Push",
    "Shingle",
    "Source",
    "Story",
    "Subscription",
    "Suggestion",
    "Version",
    "Visit",
    "WireItem",
]
