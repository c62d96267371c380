"""`pamphleteer wire`: what came in, story by story."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import click
from django.db.models import Prefetch

from pamphleteer.collect.commands import comparing
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Story, Suggestion, WireItem
from pamphleteer.collect.verbs import stories
from pamphleteer.ground import clock
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import cut, one_line
from pamphleteer.register.models import Partner

_HOUR = 3_600  # seconds
_MOST_DAYS = 36_500


class _Group(click.Group):
    """Says what is refused in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what is refused exits with 1."""
        try:
            return super().invoke(ctx)
        except RefusedError as error:
            raise Refused(str(error)) from error


@click.group("wire", cls=_Group)
def command() -> None:
    """Read what came in, story by story; say which pieces are one.

    A story is one piece, however many partners carry it and however often it was changed.

    \b
    Example:
      pamphleteer wire list
      pamphleteer wire show 12
      pamphleteer wire merge 12 15
    """


command.add_command(comparing.command)


def _days(_: click.Context, option: click.Parameter, days: float) -> float:
    if not 0 < days <= _MOST_DAYS:
        raise click.BadParameter(f"{days} is no number of days up to {_MOST_DAYS:,}.", param=option)
    return days


@command.command("list")
@click.option(
    "--days",
    default=1.0,
    callback=_days,
    show_default=True,
    help="What came in within so many days.",
)
@click.option("--partner", default="", help="Only stories that this partner carries.")
@click.option("--language", default="", help="Only stories in this language: en, es, ar.")
@click.option(
    "--limit",
    default=100,
    type=click.IntRange(1, 10_000),
    show_default=True,
    help="At most so many, newest first.",
)
@as_json
def list_(days: float, partner: str, language: str, limit: int, as_json: bool) -> None:
    """List the stories of the last day, one line each, newest first.

    \b
    Example:
      pamphleteer wire list --days 3 --language es
    """
    found = _told().filter(latest__gte=clock.now() - timedelta(days=days))
    if partner:
        if not Partner.objects.filter(name__iexact=partner).exists():
            raise Refused(f"No partner is called “{one_line(partner)[:100]}”.")
        found = found.filter(items__source__partner__name__iexact=partner).distinct()
    if language:
        found = found.filter(language__istartswith=language)
    chosen = list(found.order_by("-latest", "-pk")[:limit])
    if as_json:
        emit([_described(story) for story in chosen])
        return
    if not chosen:
        say("Nothing came in within that time; `pamphleteer collect` asks the sources.")
        return
    table(
        ["No.", "age", "headline", "carried by", "what may be done", "language"],
        [_line(story) for story in chosen],
        title=f"{len(chosen)} stor{'y' if len(chosen) == 1 else 'ies'}",
    )


@command.command()
@click.argument("story", type=int)
@as_json
def show(story: int, as_json: bool) -> None:
    """Show one story: who carries it, since when, and what may be the same event in other words.

    \b
    Example:
      pamphleteer wire show 12
    """
    living = stories.living(story)
    if living is None:
        raise RefusedError(f"There is no story {story}: `wire list` tells their numbers.")
    found = _told().get(pk=living.pk)
    if as_json:
        like = [_suggested(pair, found) for pair in _like(found)]
        emit(_described(found) | {"asked": story, "like": like})
        return
    if found.pk != story:
        say(f"Story {story} was merged into story {found.pk}.")
    say(f"Story {found.pk}: {found}")
    table(
        ["No.", "partner", "headline", "published", "seen", "version", "address"],
        [
            (
                f"{item.pk}{' (first)' if item.pk == found.first_id else ''}",
                item.source.partner,
                cut(item.headline, 60),
                _shown(item.published),
                _shown(item.seen),
                item.version,
                item.url,
            )
            for item in found.items.all()
        ],
    )
    for item in found.items.all():
        if item.whole_text:
            say(f"Whole text of No. {item.pk}: {item.whole_text}")
    for pair in _like(found):
        other = pair.other if pair.one_id == found.pk else pair.one
        say(f"May be the same event: story {other.pk}, {other} ({pair.likeness:.0%} alike)")


@command.command()
@click.argument("stories_", nargs=-1, type=int, required=True, metavar="STORY STORY...")
def merge(stories_: tuple[int, ...]) -> None:
    """Make one story of several; no machine takes it apart again.

    \b
    Example:
      pamphleteer wire merge 12 15
    """
    kept = stories.merge(stories_)
    say(f"Story {kept.pk} holds {kept.items.count()} pieces now: {kept}")


@command.command()
@click.argument("item", type=int)
def split(item: int) -> None:
    """Take one piece out of its story, into one of its own; no machine puts it back.

    ITEM is its number, as `wire show` tells it.

    \b
    Example:
      pamphleteer wire split 341
    """
    story = stories.split(item)
    say(f"Piece {item} is story {story.pk} now: {story}")


@command.command()
@click.argument("story", type=int)
@click.argument("other", type=int)
def decline(story: int, other: int) -> None:
    """Say that two stories, suggested as one event, are not.

    \b
    Example:
      pamphleteer wire decline 12 15
    """
    stories.decline(story, other)
    say(f"Stories {story} and {other} are not suggested as one event any more.")


def _told() -> Any:
    carriers = WireItem.objects.select_related("source__partner", "licence").order_by("seen", "pk")
    return (
        Story.objects.told()
        .filter(first__isnull=False)
        .select_related("first")
        .prefetch_related(Prefetch("items", carriers))
    )


def _line(story: Story) -> tuple[object, ...]:
    items = list(story.items.all())
    partners = list(dict.fromkeys(str(item.source.partner) for item in items))
    return (
        story.pk,
        _age(story.begun),
        cut(str(story), 80),
        ", ".join(partners),
        "; ".join(dict.fromkeys(item.licence.words for item in items)),
        story.language,
    )


def _described(story: Story) -> dict[str, object]:
    return {
        "story": story.pk,
        "headline": str(story),
        "language": story.language,
        "begun": story.begun,
        "latest": story.latest,
        "settled": story.settled,
        "items": [_item(item, story) for item in story.items.all()],
    }


def _item(item: WireItem, story: Story) -> dict[str, object]:
    return {
        "item": item.pk,
        "first": item.pk == story.first_id,
        "partner": item.source.partner.name,
        "source": item.source.url,
        "headline": item.headline,
        "lead": item.lead,
        "url": item.url,
        "licence": item.licence.slug,
        "allows": item.licence.words,
        "credit": item.credit,
        "whole_text": item.whole_text,
        "language": item.language,
        "published": item.published,
        "seen": item.seen,
        "version": item.version,
        "used": item.kept,
    }


def _like(story: Story) -> Iterator[Suggestion]:
    open_ = Suggestion.objects.open().select_related("one__first", "other__first")
    yield from (open_.filter(one=story) | open_.filter(other=story)).order_by("-likeness")


def _suggested(pair: Suggestion, story: Story) -> dict[str, object]:
    other = pair.other if pair.one_id == story.pk else pair.one
    return {"story": other.pk, "headline": str(other), "likeness": pair.likeness}


def _age(moment: datetime) -> str:
    seconds = (clock.now() - moment).total_seconds()
    if seconds < _HOUR:
        return f"{max(1, int(seconds // 60))} min"
    hours = int(seconds // _HOUR)
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
