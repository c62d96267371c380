"""Ask servers what they allow robots (RFC 9309), a day at a time."""

from concurrent.futures import Future
from datetime import timedelta

from django.conf import settings

from pamphleteer.collect.encoding import text_of
from pamphleteer.collect.errors import UnreadableError
from pamphleteer.collect.models import Robots
from pamphleteer.collect.workshop.asking import WORKSHOP
from pamphleteer.collect.workshop.extracted import Ruling
from pamphleteer.collect.workshop.rebuilding import rebuilt
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer, FetchError, RedirectError, StatusError, host_of
from pamphleteer.ground.text import one_line

NAME = "Pamphleteer"
_LONGEST = 512_000  # characters: section 2.5 asks for that much
_KEPT = timedelta(days=1)
_KEPT_WITHOUT = timedelta(hours=1)
_BUSY = 429
_USUAL = {"http": ":80", "https": ":443"}
_KEY = 300  # characters: longer names of servers than exist


def server_of(url: str) -> str:
    """Return the server of an address, as in `https://a.example:8000`."""
    scheme = url.partition(":")[0].lower()
    return f"{scheme}://{host_of(url).removesuffix(_USUAL.get(scheme, ''))}"


def known(url: str) -> Robots | None:
    """Return what the server of an address said, if that is still to be followed."""
    return Robots.objects.filter(server=server_of(url)[:_KEY], until__gt=clock.now()).first()


def learn(url: str, fetch: Future[Answer]) -> Robots:
    """Keep what a server answered when its robots.txt was asked for."""
    access, rules, fault = _meant(fetch)
    kept = _KEPT_WITHOUT if access == Robots.Access.NONE else _KEPT
    row, _ = Robots.objects.update_or_create(
        server=server_of(url)[:_KEY],
        defaults={
            "access": access,
            "rules": rules,
            "fault": one_line(fault)[:500],
            "until": clock.now() + kept,
        },
    )
    return row


def ruling(row: Robots, url: str) -> Ruling:
    """Return what the server says of an address; raises `UnreadableError`."""
    if row.access != Robots.Access.RULES:
        return Ruling(row.access == Robots.Access.ALL)
    said = WORKSHOP.ask(
        "rule", seconds=settings.COLLECT_MEND_SECONDS, text=row.rules, url=url, agent=NAME
    )
    if not said:
        raise UnreadableError("could not be read")
    return rebuilt(Ruling, said)


def _meant(fetch: Future[Answer]) -> tuple[Robots.Access, str, str]:
    """Return what an answer means (section 2.3.1): nothing there allows all, a fault nothing."""
    try:
        answer = fetch.result()
    except StatusError as error:
        missing = 400 <= error.status < 500 and error.status != _BUSY
        return (Robots.Access.ALL if missing else Robots.Access.NONE), "", str(error)
    except RedirectError as error:
        return Robots.Access.ALL, "", str(error)
    except FetchError as error:
        return Robots.Access.NONE, "", str(error)
    rules = text_of(answer.content, content_type=answer.content_type)[:_LONGEST]
    return Robots.Access.RULES, rules, ""
