"""`pamphleteer articles`: what an editor does, scriptable."""

from typing import Any

import click

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import find, merge
from pamphleteer.desk.verbs.allowed import told
from pamphleteer.desk.verbs.correct import correct as correct_article
from pamphleteer.desk.verbs.moments import moment
from pamphleteer.desk.verbs.publish import publish as publish_article
from pamphleteer.desk.verbs.publish import withdraw as withdraw_article
from pamphleteer.desk.verbs.rules import drop_rule, set_rule
from pamphleteer.desk.verbs.rules import round_ as follow_rules
from pamphleteer.desk.verbs.schedule import round_ as publish_due
from pamphleteer.desk.verbs.schedule import schedule as schedule_article
from pamphleteer.desk.verbs.schedule import unschedule
from pamphleteer.ground import html
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import cut


class _Group(click.Group):
    """Says what the desk refuses in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what the desk refuses exits with 1."""
        try:
            return super().invoke(ctx)
        except DeskError as error:
            raise Refused(str(error)) from error


@click.group(cls=_Group)
def command() -> None:
    """List, show, publish and withdraw articles; let a source publish by itself.

    \b
    Example:
      pamphleteer articles list --drafts
      pamphleteer articles publish 12
      pamphleteer articles rule https://partner.example/feed --topic water
    """


@command.command("list")
@click.option("--topic", help="Only those of this topic.")
@click.option("--drafts", is_flag=True, help="Only those that are not published.")
@click.option("--limit", default=50, show_default=True, help="At most so many, newest first.")
@as_json
def list_(topic: str | None, drafts: bool, limit: int, as_json: bool) -> None:
    """List articles, newest first.

    \b
    Example:
      pamphleteer articles list --topic water
      pamphleteer articles list --drafts --json
    """
    articles = Article.objects.newest_first().select_related("partner")
    if topic:
        articles = articles.filter(topics=find.topic(topic))
    if drafts:
        articles = articles.filter(live=False)
    if as_json:
        for article in articles[:limit]:
            emit(_described(article))
        return
    table(
        ["No.", "State", "Date", "Partner", "Headline"],
        (
            (a.pk, a.state, a.date and a.date.date(), a.partner, cut(a.headline, 80))
            for a in articles[:limit]
        ),
        title=f"{min(limit, articles.count())} of {articles.count()} articles",
    )


@command.command()
@click.argument("article")
@as_json
def show(article: str, as_json: bool) -> None:
    """Show one article, by number or address.

    \b
    Example:
      pamphleteer articles show 12
      pamphleteer articles show the-river-is-clean
    """
    found = find.article(article)
    if as_json:
        emit(_described(found) | {"lead": found.lead, "body": found.body})
        return
    for name, value in _described(found).items():
        say(f"{name + ':':12} {value if value is not None else ''}")
    for paragraph in [*found.lead.split("\n\n"), *html.paragraphs(found.body)]:
        say(f"\n{paragraph}")


@command.command()
@click.argument("articles", nargs=-1, metavar="ARTICLE...")
@click.option("--by-rule", is_flag=True, help="Publish what came in from sources with a rule.")
def publish(articles: tuple[str, ...], by_rule: bool) -> None:
    """Publish articles, by number or address; or what the rules let through, as `run` does.

    \b
    Example:
      pamphleteer articles publish 12 the-river-is-clean
      pamphleteer articles publish --by-rule
    """
    if by_rule == bool(articles):
        raise click.UsageError("name articles, or --by-rule")
    if by_rule:
        say(f"Published {follow_rules()} by rule.")
    for found in [find.article(words) for words in articles]:
        publish_article(found)
        say(f"Published {found.pk}: {found}")


@command.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--why", default="", help="What readers are told where the piece stood.")
def withdraw(articles: tuple[str, ...], why: str) -> None:
    """Take articles off the site and out of later digests; they stay as drafts.

    Where each stood, a page says that it was withdrawn, and when.

    \b
    Example:
      pamphleteer articles withdraw 12
      pamphleteer articles withdraw 12 --why "We were told a name that was wrong."
    """
    for found in [find.article(words) for words in articles]:
        withdraw_article(found, why=why)
        say(f"Withdrew {found.pk}: {found}")


@command.command()
@click.argument("article")
@click.option("--words", required=True, help="What was wrong, for readers.")
def correct(article: str, words: str) -> None:
    """Publish the newest version of an article with a dated notice of what was wrong.

    \b
    Example:
      pamphleteer articles correct 12 --words "An earlier version gave another year."
    """
    found = find.article(article)
    correct_article(found, words)
    say(f"Corrected {found.pk}: {found}")


@command.command()
@click.argument("article")
@click.option("--at", help='By the outlet\'s own clocks: "2026-12-24 07:00".')
@click.option("--off", is_flag=True, help="Leave it a draft.")
def schedule(article: str, at: str | None, off: bool) -> None:
    """Have an article published by itself, to the minute; `run` does it, and so does `articles due`.

    \b
    Example:
      pamphleteer articles schedule 12 --at "2026-12-24 07:00"
      pamphleteer articles schedule 12 --off
    """
    if off == bool(at):
        raise click.UsageError("say when with --at, or --off")
    found = find.article(article)
    if at:
        time = moment(at)
        schedule_article(found, at=time)
        say(f"{found.pk} is published on {told(time)}: {found}")
    else:
        unschedule(found)
        say(f"{found.pk} is not scheduled any more: {found}")


@command.command()
def due() -> None:
    """Publish what was scheduled for now or before, as `run` does by itself.

    \b
    Example:
      pamphleteer articles due
    """
    say(f"Published {publish_due()} at their time.")


@command.command()
@click.argument("source")
@click.option("--topic", "topics", multiple=True, help="Publish to this topic; can be repeated.")
@click.option("--off", is_flag=True, help="Publish no more by itself.")
def rule(source: str, topics: tuple[str, ...], off: bool) -> None:
    """Let what a source brings be published to topics by itself.

    SOURCE is its address, as in `sources list`. `run` follows the rules by itself; without it,
    `articles publish --by-rule` does.

    \b
    Example:
      pamphleteer articles rule https://partner.example/feed --topic water
    """
    found = find.source(source)
    if off:
        dropped = drop_rule(found)
        say(f"{found} {'publishes no more' if dropped else 'did not publish'} by itself.")
        return
    if not topics:
        raise click.UsageError("name at least one --topic, or --off")
    set_rule(found, topics=[find.topic(name) for name in topics])
    say(f"{found} publishes to {', '.join(topics)} by itself from now on.")


@command.command("merge-topics")
@click.argument("topic")
@click.argument("into")
def merge_topics(topic: str, into: str) -> None:
    """Move all that stands under one topic to another; its addresses lead there.

    Articles, their drafts, sources, rules and the topics below it move together. It can't be undone.

    \b
    Example:
      pamphleteer articles merge-topics Rivers Water
    """
    merged = find.known_topic(topic)
    standing = merge.standing(merged)
    kept = merge.merge(merged, find.known_topic(into))
    say(f"{merged} is {kept} now: {standing.words} moved.")


def _described(article: Article) -> dict[str, object]:
    return {
        "number": article.pk,
        "state": article.state,
        "headline": article.headline,
        "address": article.slug,
        "date": article.date,
        "topics": ", ".join(topic.name for topic in article.topics.all()),
        "by": article.authors,
        "partner": article.partner and article.partner.name,
        "credit": article.credit,
        "licence": article.licence and article.licence.name,
        "original": article.original_url,
        "language": article.language,
    }
