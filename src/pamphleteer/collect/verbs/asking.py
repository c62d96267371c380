"""Ask other people's servers as the options allow it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from pamphleteer.collect.verbs.agent import agent
from pamphleteer.ground.http.asking import Fetches, Limits, fetching


@contextmanager
def asking() -> Iterator[Fetches]:
    """Fetch within the limits that the options set, one connection to a server at a time."""
    limits = Limits(
        seconds=settings.COLLECT_TIMEOUT,
        size=settings.COLLECT_MAX_BYTES,
        redirects=settings.COLLECT_MAX_REDIRECTS,
        head=settings.COLLECT_MAX_HEADER,
        allow=settings.COLLECT_ALLOW,
        per_host=settings.COLLECT_PER_HOST,
    )
    with fetching(agent=agent(), limits=limits) as fetches:
        yield fetches
