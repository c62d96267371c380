"""An outlet of before choices: its readers, editions and mails come along, and nothing is lost or sent twice."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground import clock
from pamphleteer.post import sealing, tokens
from pamphleteer.post.addresses import read
from pamphleteer.post.models import (
    Consent,
    Delivery,
    Digest,
    Letter,
    Notice,
    Reader,
    State,
)
from pamphleteer.post.verbs import choices
from pamphleteer.post.verbs.compose import compose, plan
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import confirm
from pamphleteer.post.wishes import Wishes
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

BEFORE = "0007_consents"
NAMES = ("ada", "bea", "cal", "dan", "eve", "fay", "gus", "hal", "ida")
STATES = {"dan": "asked", "eve": "left"}


class Older:
    """The rows of an outlet as the version before had them."""

    def __init__(self) -> None:
        call_command("migrate", "post", BEFORE, verbosity=0)
        loader = MigrationExecutor(connection).loader
        self.apps = loader.project_state([("post", BEFORE)]).apps
        self.now = clock.now()
        self.articles: dict[str, Article] = {}
        self.readers: dict[str, Any] = {}
        self.cast = cast = Cast()
        for name in ("first", "second", "third", "withdrawn", "waits"):
            self.articles[name] = cast.article(headline=name)
        withdraw(self.articles["withdrawn"])
        terms = self.make("Terms", hashed="x", where="https://example.org/", words="Yes?")
        daily, evening = (
            self.make("Digest", name=name, slug=name, hour=hour, begins=self.before(days=9))
            for name, hour in (("daily", 7), ("evening", 18))
        )
        for name in NAMES:
            self.readers[name] = reader = self.reader(name, STATES.get(name, "confirmed"))
            if name != "fay":
                reader.digests.set([daily, evening] if name == "bea" else [daily])
            for kind in ("asked", "confirmed", "imported"):
                self.make(
                    "Consent", reader=reader, terms=terms, kind=kind, at=self.now, network="n" * 32
                )
        self.make("Notice", reader=self.readers["dan"], **self.mail("to dan"))
        one = self.edition(daily, 1, ["first"], hours=24)
        two = self.edition(daily, 2, ["withdrawn", "third", "second"], hours=1)
        third = self.edition(evening, 1, ["first"], hours=14)
        for name in ("ada", "bea", "cal", "eve", "gus"):
            self.mailed(one, name, state="refused" if name == "gus" else "done")
        self.mailed(third, "bea", state="done")
        self.mailed(two, "ada", state="done")
        self.mailed(two, "bea", state="planned")
        held = {"held_by": "gone", "held_until": self.before(hours=1), "handed_at": self.before()}
        self.mailed(two, "cal", state="claimed", **held)
        self.mailed(two, "gus", state="refused")
        self.mailed(one, "ida", state="planned", dated=self.before(hours=30))
        self.mailed(two, "ida", state="planned")
        self.mails = self.kept()

    def make(self, model: str, **fields: Any) -> Any:
        return self.apps.get_model("post", model).objects.create(**fields)

    def before(self, **by: float) -> Any:
        return self.now - timedelta(**(by or {"hours": 1}))

    def reader(self, name: str, state: str) -> Any:
        key, at = uuid.uuid4(), self.before(days=8)
        with transaction.atomic():
            fields = sealing.for_writing().fields(read(f"{name}@readers.example"), row=key)
        moments = {"asked_at": at, "confirmed_at": None if state == "asked" else at}
        return self.make("Reader", key=key, state=state, **moments, **fields)

    def edition(self, digest: Any, number: int, names: list[str], *, hours: float) -> Any:
        at = self.before(hours=hours)
        edition = self.make(
            "Edition", digest=digest, number=number, cut_at=at, subject=names[0], html="h", text="t"
        )
        for rank, name in enumerate(names, 1):
            article = self.articles[name].pk
            self.make(
                "Piece",
                digest=digest,
                edition=edition,
                article_id=article,
                rank=rank,
                headline=name,
            )
        return edition

    def mailed(self, edition: Any, name: str, **fields: Any) -> None:
        said = self.mail(f"{edition.pk} to {name}") | fields
        self.make("Delivery", edition=edition, reader=self.readers[name], **said)

    def mail(self, name: str) -> dict[str, Any]:
        at = self.before(hours=1)
        return {"message_id": f"{name}@example.org".replace(" ", "-"), "dated": at, "due_at": at}

    def kept(self) -> list[Any]:
        rows = self.apps.get_model("post", "Delivery").objects.order_by("pk")
        return list(rows.values_list("message_id", "state", "dated", "reader", "edition"))


@pytest.fixture
def older(own_database: str) -> Older:
    """The outlet, after the upgrade."""
    older = Older()
    call_command("migrate", verbosity=0)
    return older


@pytest.fixture(autouse=True)
def _relay(server: Server, settings: Settings) -> Iterator[None]:
    settings.POST_RELAYS = (account(server),)
    yield


def had(name: str, older: Older) -> list[list[str]]:
    """Return the headlines of each letter of a reader that is not refused."""
    rows = Delivery.objects.filter(reader=older.readers[name].pk).exclude(state=State.REFUSED)
    return [
        [one.piece.headline for one in row.letter.enclosures.select_related("piece")]
        for row in rows.order_by("pk")
    ]


@pytest.mark.either_database
def test_nothing_is_lost_and_the_next_edition_repeats_nothing(older: Older, server: Server) -> None:
    daily, evening = Digest.objects.get(slug="daily"), Digest.objects.get(slug="evening")
    rows = Delivery.objects.order_by("pk")
    assert older.mails == list(
        rows.values_list("message_id", "state", "dated", "reader", "letter__edition")
    )
    assert Consent.objects.count() == 3 * len(NAMES)
    for name in NAMES:
        reader = Reader.objects.get(pk=older.readers[name].pk)
        assert reader.address == f"{name}@readers.example"
        expected = [] if name == "fay" else [daily, evening] if name == "bea" else [daily]
        assert [one.digest for one in choices.current(reader)] == expected
        assert all(one.wishes == Wishes() for one in choices.current(reader))

    # What was on its way goes: to bea, and once more to cal, of whom nobody knows; dan is asked.
    plan()
    assert deliver().done == 3
    assert sorted(server.recipients) == [
        f"{name}@readers.example" for name in ("bea", "cal", "dan")
    ]
    assert set(server.copies.values()) == {1}

    confirm(tokens.link(Notice.objects.get().reader, purpose=tokens.CONFIRM).rpartition("/")[2])
    late = older.cast.article(headline="late")
    edition = compose(daily)
    assert edition is not None
    assert edition.number == 3
    assert set(edition.articles.all()) == {older.articles["waits"], late}
    compose(evening)
    plan()

    old, new = [["first"], ["withdrawn", "third", "second"]], ["late", "waits"]
    assert had("ada", older) == had("cal", older) == [*old, new]
    assert had("bea", older) == [old[0], old[0], old[1], new]
    assert had("eve", older) == [old[0]]
    assert had("gus", older) == had("hal", older) == had("dan", older) == [new]
    assert had("fay", older) == []
    # Her first letter waited for too long: all of it is one letter now.
    assert had("ida", older) == [["late", "waits", "third", "second", "first"]]
    assert deliver().done == 7
    assert set(server.copies.values()) == {1}
    assert Letter.objects.filter(edition=edition).count() == 2
