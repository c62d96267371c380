"""One whole day of the demo outlet, stage by stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rules
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.take import take
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.press.verbs.press import press
from pamphleteer.press.verbs.press import round_ as press_round
from pamphleteer.project.demo import feeds, rows
from pamphleteer.project.demo.opening import Demo, DemoError
from pamphleteer.project.demo.saved import Saved
from pamphleteer.project.demo.world import own, partners
from pamphleteer.rescue.verbs.rescue import pieces_of, rescue


@dataclass(frozen=True)
class Stage:
    """What one stage of the day did, and how long it took in seconds."""

    name: str
    what: str
    count: int
    seconds: float


_PIECES = "piece{s}"


def live(demo: Demo, *, saved: Saved | None, tell: Callable[[str], None]) -> Iterator[Stage]:
    """Live the day, telling what begins and yielding what was done.

    Raises `DemoError`, and `RescueError` before anything is done if the saved page is none.
    """
    if saved:
        pieces_of(saved.page, name=saved.name)
    for name, begins, what, work in _stages(demo, saved):
        tell(f"{begins}…")
        begun = clock.now()
        count = work()
        yield Stage(
            name,
            what.replace("{s}", "" if count == 1 else "s"),
            count,
            (clock.now() - begun).total_seconds(),
        )


def _stages(demo: Demo, saved: Saved | None) -> Iterator[tuple[str, str, str, Callable[[], int]]]:
    yield "lay", "Laying the database", "partner{s} with a feed", partial(rows.lay, demo)
    yield "collect", "Asking the partners for news", "new piece{s} on the wire", _collect
    yield "publish", "Publishing what the rules let through", "published by rule", rules.round_
    yield "choose", "Choosing from the wire", "chosen or written by the editor", _choose
    if saved:
        words = f"{_PIECES} for {saved.topic}, from {saved.name}"
        yield "rescue", f"Rescuing {saved.name}", words, partial(_rescue, saved)
    yield "press", "Pressing the site", "file{s} written", _press
    yield "compose", "Composing the digest", "piece{s} in a new edition", _compose
    yield "post", "Posting it", "letter{s} taken by the relay", _post


def _collect() -> int:
    everybody = list(Source.objects.filter(active=True).values_list("pk", flat=True))
    summary = poll(only=everybody)
    if summary.faults:
        faults = "; ".join(f"{one.source} {one.fault}" for one in summary.faults)
        raise DemoError(f"A partner could not be collected: {faults}.")
    return summary.new


def _choose() -> int:
    """Do what an editor does on a first day: take a few pieces from the wire, and write one."""
    editor = rows.editor()
    done = 0
    for item, topics in _chosen():
        if not Article.objects.filter(item=item).exists():
            publish(take(item, topics=rows.topics_of(topics), by=editor), by=editor)
            done += 1
    for piece in own().pieces:
        if not Article.objects.filter(headline=piece.headline, item=None).exists():
            article = write(
                headline=piece.headline,
                lead=piece.lead,
                body=piece.body,
                authors=piece.author,
                topics=rows.topics_of(piece.topics),
                by=editor,
            )
            publish(article, by=editor)
            done += 1
    return done


def _chosen() -> Iterator[tuple[WireItem, tuple[str, ...]]]:
    for partner in partners():
        for piece in partner.pieces:
            if piece.name in partner.chosen:
                known = WireItem.objects.filter(identity=feeds.identity(partner, piece))
                for item in known:
                    yield item, partner.topics


def _rescue(saved: Saved) -> int:
    done = rescue(saved.page, name=saved.name, topic=saved.topic, by=rows.editor())
    return done.added


def _press() -> int:
    return press().written


def _compose() -> int:
    editions = [compose(digest) for digest in Digest.objects.filter(active=True)]
    # Letters lead to the page of their edition.
    press_round()
    return sum(edition.pieces.count() for edition in editions if edition)


def _post() -> int:
    delivered = deliver(anyway=True)
    if delivered.refused or delivered.waiting or delivered.doubt:
        said = "; ".join(f"{relay}: {words}" for relay, words in delivered.said.items())
        raise DemoError(f"The inbox did not take every letter ({said or 'it gave no reason'}).")
    return delivered.done
