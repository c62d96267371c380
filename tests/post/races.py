"""What happens between processes, told in one that forks them: readers' own deeds, editors', and plans."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post import reached, tokens
from pamphleteer.post.errors import LinkExpired
from pamphleteer.post.models import (
    Consent,
    Delivery,
    Digest,
    Edition,
    Fence,
    Notice,
    Pace,
    Reader,
    State,
    Subscription,
)  # fmt: skip
from pamphleteer.post.reached import Reached
from pamphleteer.post.verbs import approving, choices, fence, moving, own, releasing, signup
from pamphleteer.post.verbs.claim import claim
from pamphleteer.post.verbs.compose import compose, plan, round_
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.pacing import Paces, Share
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Entry, Outlet
from tests.post.forked import at_once, killed

__all__ = ["deeds_while_planning", "editors", "fences", "moves", "paces"]
TIMES = 4
_numbers = count()


def token(reader: Reader, purpose: str) -> str:
    return tokens.link(reader, purpose=purpose).rpartition("/")[2]


def of(address: str) -> Reader:
    found = find(address)
    assert found is not None, address
    return found


def digest(**fields: Any) -> Digest:
    Digest.objects.update(active=False)
    slug = f"d{Digest.objects.count()}"
    begins = clock.now() - timedelta(minutes=1)
    return Digest.objects.create(name=slug, slug=slug, begins=begins, **fields)


def readers(number: int) -> list[Reader]:
    return [signup.enrol(f"r{next(_numbers)}@readers.example") for _ in range(number)]


def news() -> Article:
    article = write(headline="The river is clean again")
    publish(article)
    return article


def asked(reader: Reader, address: str) -> str:
    """Return the token of the mail that asks an address."""
    moving.ask(token(reader, tokens.CHOOSE), address)
    Notice.objects.filter(state=State.PLANNED).update(state=State.DONE)
    return token(of(address), tokens.MOVE)


# Change of address.


def moves() -> None:
    daily = digest()
    for n in range(TIMES):
        ada = readers(1)[0]
        old, new = ada.address, f"same{n}@elsewhere.example"
        confirm = partial(_move, asked(ada, new))
        assert sorted(at_once(confirm, confirm, confirm)) == ["before", "before", "now"]
        _moved(ada, old, new)
    for n in range(TIMES):
        ada, bea = readers(2)
        old, new = bea.address, f"two{n}@elsewhere.example"
        first = asked(ada, new)
        second = asked(bea, new)
        said = at_once(partial(_move, first), partial(_move, second))
        assert said == ["LinkExpired", "now"], said
        _moved(bea, old, new)
        assert of(ada.address).pk == ada.pk
    for n in range(TIMES):
        ada, bea = readers(2)
        new = f"both{n}@elsewhere.example"
        said = at_once(*(partial(_ask, one, new) for one in (ada, bea)), partial(_sign_up, new))
        assert said == [None] * 3, said
        assert Notice.objects.filter(reader=of(new)).count() in {1, 2}  # to confirm, and to move
    ada, new = readers(1)[0], "killed@elsewhere.example"
    old, confirm = ada.address, asked(ada, new)
    assert killed(partial(moving.move, confirm)) > 5
    _moved(ada, old, new)
    back = token(of(old), tokens.BACK)
    assert killed(partial(_unless_done, moving.move_back, back)) > 5
    assert of(old).pk == ada.pk
    assert find(new) is None
    assert Subscription.objects.filter(reader=ada, digest=daily).count() == 1


def _move(confirm: str) -> str:
    return moving.move(confirm, network="192.0.2.0/24", where="a page", words="Here?").value


def _unless_done(deed: Callable[[str], None], link: str) -> None:
    with suppress(LinkExpired):  # the process was killed when it was done
        deed(link)


def _ask(reader: Reader, address: str) -> None:
    moving.ask(token(reader, tokens.CHOOSE), address)


def _sign_up(address: str) -> None:
    signup.ask(address)


def _moved(reader: Reader, old: str, new: str) -> None:
    """One row has each address, the reader's the new one; the old one is told, and consent kept, once."""
    assert of(new).pk == reader.pk
    there = of(old)
    assert there.moves_id == reader.pk
    assert there.state == Reader.State.LEFT
    assert Notice.objects.filter(reader=there, kind=Notice.Kind.MOVED).count() == 1
    assert Consent.objects.filter(reader=reader, kind=Consent.Kind.MOVED).count() == 1
    assert Reader.objects.get(pk=reader.pk).address == new
    Notice.objects.filter(state=State.PLANNED).update(state=State.DONE)


# What readers do while other processes compose and plan.


def deeds_while_planning() -> None:
    """Whatever a reader does meanwhile, nobody gets a piece twice, and nobody who stays misses one."""
    for _ in range(TIMES):
        daily, some = digest(), readers(8)
        once, weekly = Wishes(rhythm="at once"), Wishes(rhythm="weekly", weekday=2, hour=18)
        choices.choose(some[7], daily, once)
        piece = news()
        said = at_once(
            *[partial(_compose, daily)] * 2,
            plan,
            partial(choices.choose, some[0], daily, weekly),
            partial(choices.choose, some[1], daily, once),
            partial(choices.end, some[2], daily),
            partial(choices.pause, some[3], until=clock.now() + timedelta(days=9)),
            partial(signup.leave, token(some[4], tokens.LEAVE)),
            partial(own.erase, token(some[5], tokens.CHOOSE)),
        )
        assert sorted(said[:2]) == [False, True], said
        assert said[2] in range(9), said
        assert said[3:] == [None, None, True, None, "Change.NOW", None], said
        plan()
        _weekly_comes(daily)
        assert not Reader.objects.filter(pk=some[5].pk).exists()
        _each_once(piece, owed={some[n].pk for n in (0, 1, 6, 7)})
    _forgotten_while_planned()
    _merged_while_handed_over()
    _killed_deeds()


def _forgotten_while_planned() -> None:
    for _ in range(2):
        daily, some = digest(), readers(30)
        piece = news()
        links = [token(one, tokens.CHOOSE) for one in some[:4]]
        said = at_once(partial(_compose, daily), *(partial(own.erase, one) for one in links))
        assert said == [True, None, None, None, None], said
        _each_once(piece, owed={one.pk for one in some[4:]})


def _merged_while_handed_over() -> None:
    """What waited for a day is merged while others hand it over, and what was planned after it."""
    now = clock.now()
    for _ in range(2):
        daily, some = digest(), readers(20)
        for one in some:
            choices.choose(one, daily, Wishes(rhythm="at once"))
        pieces = []
        for minutes in (0, 30):
            with clock.stopped(now + timedelta(minutes=minutes)):
                pieces.append(news())
                plan()
        with clock.stopped(now + timedelta(hours=24, minutes=15)):
            said = at_once(plan, *[partial(_hand_over, 10)] * 2, plan)
            assert all(isinstance(one, int) for one in said), said
            pieces.append(news())
            plan()
            _hand_over(1_000)
        for piece in pieces:
            _each_once(piece, owed={one.pk for one in some})


def _hand_over(at_most: int) -> int:
    rows = claim(Delivery, holder="here", at_most=at_most)
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    return mine.update(state=State.DONE)


def _killed_deeds() -> None:
    daily, some = digest(), readers(4)
    first = news()
    assert killed(partial(compose, daily)) > 10
    plan()
    _each_once(first, owed={one.pk for one in some})
    second = news()
    assert killed(partial(choices.choose, some[0], daily, Wishes(rhythm="at once"))) > 3
    assert killed(plan) > 10
    assert killed(partial(_unless_done, own.erase, token(some[3], tokens.CHOOSE))) > 5
    assert killed(partial(choices.end, some[1], daily)) > 2
    compose(daily)
    plan()
    _each_once(second, owed={some[0].pk, some[2].pk})


def _compose(daily: Digest) -> bool:
    return compose(daily) is not None


def _weekly_comes(daily: Digest) -> None:
    Delivery.objects.filter(state=State.PLANNED).update(state=State.DONE)
    with clock.stopped(_after_wednesday_evening()):
        plan()


def _after_wednesday_evening() -> Any:
    now = clock.now()
    days = (2 - now.weekday()) % 7 + 7
    return (now + timedelta(days=days)).replace(hour=19, minute=0)


def _each_once(piece: Article, *, owed: set[int]) -> None:
    rows = Delivery.objects.exclude(state=State.REFUSED).filter(letter__pieces__article=piece)
    had = Counter(rows.values_list("reader", flat=True))
    assert set(had.values()) <= {1}, had
    assert owed <= set(had), (owed, had)


# Two editors, and two planners of one moment.


def editors() -> None:
    for _ in range(TIMES):
        daily, some = digest(approval="goes"), readers(3)
        news()
        compose(daily)
        edition = approving.waiting(daily)
        assert edition is not None
        seen = approving.stamp(edition)
        said = at_once(
            partial(_word, edition, seen),
            partial(_approve, edition, seen),
            partial(_approve, edition, seen),
            partial(_drop, edition, seen),
        )
        assert said.count("done") == 1, said
        assert set(said) <= {"done", "NotWaiting", "Meanwhile"}, said
        edition.refresh_from_db()
        expected = [Edition.State.WAITING, *[Edition.State.READY] * 2, Edition.State.DROPPED]
        assert edition.state == expected[said.index("done")], said
        went = Delivery.objects.filter(letter__digest=daily).count()
        assert went == (len(some) if edition.state == Edition.State.READY else 0)
        told = Entry.objects.filter(
            what__in=["edition.worded", "edition.approved", "edition.dropped"]
        )
        assert told.filter(subject=f"post.Edition:{edition.pk}").count() == 1
    _killed_editor()
    _moments()


def _word(edition: Edition, seen: str) -> str:
    approving.word(edition, subject="A good day", seen=seen)
    return "done"


def _approve(edition: Edition, seen: str) -> str:
    approving.approve(edition, seen=seen)
    return "done"


def _drop(edition: Edition, seen: str) -> str:
    approving.drop(edition, seen=seen)
    return "done"


def _killed_editor() -> None:
    """Whatever is left of an approval, the next round does."""
    daily, some = digest(approval="goes"), readers(3)
    news()
    compose(daily)
    edition = approving.waiting(daily)
    assert edition is not None
    assert killed(partial(_approve_if_waiting, edition)) > 5
    plan()
    edition.refresh_from_db()
    assert edition.number == 1
    rows = Delivery.objects.filter(letter__digest=daily)
    assert sorted(rows.values_list("reader", flat=True)) == [one.pk for one in some]


def _approve_if_waiting(edition: Edition) -> None:
    if approving.waiting(edition.digest):
        approving.approve(edition)


def _moments() -> None:
    """Processes that come to the same hour make one edition, and one letter for each reader."""
    # Whatever the hour: in the night, a letter of this very day would be owed, too.
    noon = clock.now().replace(hour=12, minute=0)
    for _ in range(TIMES):
        with clock.stopped(noon):
            daily, some = digest(hour=7), readers(3)
            choices.choose(some[0], daily, Wishes(hour=8, zone="UTC"))
            choices.choose(some[1], daily, Wishes(rhythm="at once"))
            piece = news()
        morning = (noon + timedelta(days=1)).replace(hour=7, minute=30)
        with clock.stopped(morning):
            said = at_once(*[round_] * 2, *[plan] * 2)
        assert sorted(said[:2]) == [0, 1], said
        with clock.stopped(morning + timedelta(hours=1)):
            said = at_once(*[plan] * 3)
        assert sum(said) == 1, said
        _each_once(piece, owed={one.pk for one in some})


def paces() -> None:
    """Processes hand over at once what one relay may have, some of them killed: it never has more."""
    relay = {"name": "first", "url": "smtp://127.0.0.1", "weight": 1, "a_day": 40}

    def taken() -> int:
        with override_settings(POST_RELAYS=(relay,), POST_SENDER="digest@example.org"):
            held, total = Paces(), 0
            for _ in range(30):
                with transaction.atomic():
                    total += held.granted({"first": Share(urgent=1, other=2)})["first"].urgent
            return total

    found = at_once(taken, taken, taken)
    row = Pace.objects.get()
    assert row.in_day == 40, (found, row)
    assert sum(found) <= 40, found
    assert min(found) >= 0

    Pace.objects.update(in_day=0)

    def one() -> None:
        with (
            override_settings(POST_RELAYS=(relay,), POST_SENDER="digest@example.org"),
            transaction.atomic(),
        ):
            Paces().granted({"first": Share(other=7)})

    times = killed(one)
    assert Pace.objects.get().in_day == 7, times


def fences() -> None:
    """Processes that mail at once count each for itself; one that is killed anywhere holds nobody's mail."""
    assert killed(_passes) > 3
    before = _reaches()
    assert before[0] == before[1]
    assert at_once(*[_passes] * 3) == [True] * 3
    assert _reaches() == (before[0] + 3, before[0] + 3)
    reached.write(settings.FOLDER, Reached(Outlet.objects.the().mark, 10_000, clock.now()))
    assert at_once(*[_looks] * 3) == ["behind"] * 3
    assert Entry.objects.filter(what="fence.raised").count() == 1
    assert sorted(at_once(*[_releases] * 3)) == ["NotFenced", "NotFenced", "released"]
    assert at_once(*[_passes] * 2) == [True] * 2


def _passes() -> bool:
    assert fence.Passage().open(), fence.state()
    return True


def _looks() -> str:
    held = fence.look()
    return held.why if held else ""


def _releases() -> str:
    releasing.release()
    return "released"


def _reaches() -> tuple[int, int]:
    row, folder = Fence.objects.get(), reached.read(settings.FOLDER)
    return row.reach, folder.reach if folder else 0
