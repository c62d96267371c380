"""Whatever a server does, its source says it in words, in time, and no other source is harmed."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs.poll import poll
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.hostile import cases
from tests.collect.hostile.raw import Deed, RawServer
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tight")]
FAULTS = {name: (deed, words) for name, deed, words in cases.faults()}
BOUNDED = {name: (deed, pieces) for name, deed, pieces in cases.bounded()}
LONGEST = 20.0  # seconds for a whole round: a hang, not a speed


@pytest.fixture
def raw() -> Iterator[RawServer]:
    """A server that says whatever it was told to."""
    with RawServer().running() as running:
        yield running


@pytest.fixture
def tight(loopback: None, settings: Any) -> None:
    """Limits so small that their ends are reached soon."""
    settings.COLLECT_TIMEOUT = cases.SECONDS
    settings.COLLECT_MAX_BYTES = cases.LIMIT
    settings.COLLECT_MAX_HEADER = cases.HEAD
    settings.COLLECT_MAX_ITEMS = 50


def polled(raw: RawServer, server: PartnerServer, deed: Deed, *, scheme: str = "http") -> Source:
    """Poll the hostile source beside a healthy one; return it, the healthy one having been well."""
    path = "/tls" if scheme == "https" else "/case"
    raw.deeds = {path: deed, "/case?again": deed}
    hostile = source_at(raw.url(path, scheme=scheme))
    healthy = source_at(server.give("/feed", rss(item(7))), partner="The Night Desk")
    begun = time.monotonic()

    summary = poll()

    assert time.monotonic() - begun < LONGEST
    assert len(summary.polled) == 2
    healthy.refresh_from_db()
    assert healthy.health == "well"
    assert [piece.identity for piece in healthy.newest] == ["piece-7"]
    assert not raw.asked["/canary"]
    hostile.refresh_from_db()
    assert (hostile.held_until, hostile.held_by) == (None, "")
    return hostile


@pytest.mark.parametrize("name", FAULTS)
def test_what_goes_wrong_is_said_on_the_row_and_harms_no_other(
    name: str, raw: RawServer, server: PartnerServer
) -> None:
    deed, words = FAULTS[name]
    source = polled(raw, server, deed)
    assert re.search(words, source.fault), source.fault
    assert source.fault.isprintable()
    assert (source.failures, source.etag, source.digest) == (1, "", "")
    assert not WireItem.objects.filter(source=source).exists()


@pytest.mark.parametrize("name", BOUNDED)
def test_what_can_be_taken_is_taken_within_its_bounds(
    name: str, raw: RawServer, server: PartnerServer, settings: Any
) -> None:
    settings.COLLECT_TIMEOUT = 15.0
    settings.COLLECT_MAX_BYTES = 20_000_000
    deed, pieces = BOUNDED[name]
    source = polled(raw, server, deed)
    assert source.fault == ""
    found = WireItem.objects.filter(source=source)
    assert found.count() == pieces
    assert not any(re.search("root:|ha{3}|(ha){3}|a{99}", one.headline + one.lead) for one in found)


def test_what_is_no_tls_is_said(raw: RawServer, server: PartnerServer) -> None:
    garbage = cases.says(bytes(range(256)) * 8)
    assert "speaks no TLS" in polled(raw, server, garbage, scheme="https").fault


def test_all_of_them_in_one_round_harm_no_other(raw: RawServer, server: PartnerServer) -> None:
    for number, (deed, _) in enumerate(FAULTS.values()):
        raw.deeds[f"/{number}"] = deed
        source_at(raw.url(f"/{number}"))
    raw.deeds["/case?again"] = cases.links_without_end()
    healthy = source_at(server.give("/feed", rss(item(7))), partner="The Night Desk")

    summary = poll()

    assert len(summary.polled) == len(FAULTS) + 1
    assert len(summary.faults) == len(FAULTS)
    healthy.refresh_from_db()
    assert (healthy.health, summary.new) == ("well", 1)
