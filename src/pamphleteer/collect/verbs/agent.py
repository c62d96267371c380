"""What we call ourselves to the servers that we ask."""

from importlib.metadata import version

from django.conf import settings

from pamphleteer.ground.text import one_line

NAME = "Pamphleteer"


def agent() -> str:
    """Return the User-Agent: our name, and an address where to complain."""
    return f"{NAME}/{version('pamphleteer')} (+{one_line(settings.COLLECT_CONTACT)})"
