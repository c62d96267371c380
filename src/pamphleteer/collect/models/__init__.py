"""Sources and the wire."""

from pamphleteer.collect.models.source import Source
from pamphleteer.collect.models.wire import WireItem

__all__ = ["Source", "WireItem"]
