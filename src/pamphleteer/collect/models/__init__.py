"""Sources, the wire, stories, and what hubs push."""

from pamphleteer.collect.models.former import Former
from pamphleteer.collect.models.host import Host, Visit
from pamphleteer.collect.models.pruned import Pruned
from pamphleteer.collect.models.robots import Robots
from pamphleteer.collect.models.source import Source
from pamphleteer.collect.models.story import Shingle, Story, Suggestion
from pamphleteer.collect.models.subscription import Push, Subscription
from pamphleteer.collect.models.text import Text
from pamphleteer.collect.models.wire import Version, WireItem

__all__ = [
    "Former",
    "Host",
    "Pruned",
    "Push",
    "Robots",
    "Shingle",
    "Source",
    "Story",
    "Subscription",
    "Suggestion",
    "Text",
    "Version",
    "Visit",
    "WireItem",
]
