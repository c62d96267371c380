"""Scheduling, embargoes, corrections, handing in, and addresses that change."""

from datetime import UTC, datetime, timedelta

import pytest

from pamphleteer.desk.errors import Embargoed, Refused, Unlicensed
from pamphleteer.desk.models import Address, Article, Note
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.moments import moment
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.review import send_back, submit
from pamphleteer.desk.verbs.schedule import round_, schedule, unschedule
from pamphleteer.desk.verbs.take import take
from pamphleteer.desk.verbs.topics import add_topic
from pamphleteer.desk.verbs.write import free_slug
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry, Licence, Outlet, Partner, Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db
# Wagtail has the machine's clock: what is to lie ahead there too lies far ahead.
FAR = datetime(2099, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def far() -> object:
    with clock.stopped(FAR) as stopped:
        yield stopped


def reworded(article: Article, **fields: object) -> None:
    """Save another version that nobody has published."""
    draft = article.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    article.refresh_from_db()


def test_a_scheduled_article_is_published_at_its_time_and_not_before(
    cast: Cast, far: StoppedClock
) -> None:
    article = cast.draft()
    at = FAR + timedelta(hours=1)

    schedule(article, at=at, by=cast.editor)
    assert (article.state, article.live, article.scheduled_at) == ("scheduled", False, at)
    assert round_() == 0

    far.advance(hours=1)
    assert round_() == 1
    assert round_() == 0
    article.refresh_from_db()
    assert (article.state, article.live, article.scheduled_at) == ("published", True, None)
    assert article.date == article.news_at == at
    assert [e.what for e in Entry.objects.order_by("pk")] == [
        "article.scheduled",
        "article.published",
    ]


def test_a_date_ahead_is_when_it_is_published(cast: Cast, far: StoppedClock) -> None:
    article = cast.draft(date=FAR + timedelta(days=2))
    publish(article)
    assert article.scheduled_at == FAR + timedelta(days=2)
    far.advance(days=2)
    assert round_() == 1


def test_what_is_scheduled_can_be_a_draft_again(cast: Cast, far: StoppedClock) -> None:
    article = cast.draft()
    schedule(article, at=FAR + timedelta(hours=1))
    unschedule(article, by=cast.editor)
    far.advance(hours=2)
    assert (round_(), article.state) == (0, "draft")
    with pytest.raises(Refused, match="is not scheduled"):
        unschedule(article)


def test_a_time_that_has_gone_by_is_refused(cast: Cast, far: StoppedClock) -> None:
    with pytest.raises(Refused, match="has gone by: choose a time ahead"):
        schedule(cast.draft(), at=FAR)


def test_what_is_published_is_not_scheduled(cast: Cast, far: StoppedClock) -> None:
    article = cast.article()
    with pytest.raises(Refused, match="is published already"):
        schedule(article, at=FAR + timedelta(hours=1))
    reworded(article, date=FAR + timedelta(hours=1))
    with pytest.raises(Refused, match="its date can't lie ahead"):
        publish(article)


def test_an_embargo_holds_until_it_ends(cast: Cast, far: StoppedClock) -> None:
    article = cast.draft()
    reworded(article, embargo=FAR + timedelta(hours=3))
    with pytest.raises(Embargoed, match=r"must not be published before 1 Mar 2099, 12:00 \(UTC\)"):
        publish(article)
    with pytest.raises(Embargoed):
        schedule(article, at=FAR + timedelta(hours=2))

    schedule(article, at=FAR + timedelta(hours=3))
    far.advance(hours=3)
    assert round_() == 1


def test_what_may_not_be_published_at_its_time_is_told_beside_it(
    cast: Cast, far: StoppedClock
) -> None:
    cast.partner.licence = Licence.objects.get(slug="cc-by")
    article = cast.draft(partner=cast.partner, body=f"<p>{'word ' * 200}</p>")
    schedule(article, at=FAR + timedelta(hours=1))
    Licence.objects.filter(slug="cc-by").update(full_text=False)

    far.advance(hours=1)
    assert round_() == 0
    article.refresh_from_db()
    assert article.state == "draft"
    assert "was not published at its time: " in Note.objects.get().words
    assert round_() == 0


@pytest.mark.parametrize("broken", ["unreadable", "gone"])
def test_one_that_can_not_be_published_at_its_time_holds_up_no_other(
    cast: Cast, far: StoppedClock, broken: str
) -> None:
    first, second = cast.draft(headline="First"), cast.draft(headline="Second")
    for article in (first, second):
        schedule(article, at=FAR + timedelta(hours=1))
    revision = first.latest_revision
    assert revision is not None
    if broken == "gone":
        revision.approved_go_live_at = None
    revision.content["lead"] = None
    revision.save()

    far.advance(hours=1)
    assert round_() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.live, first.scheduled_at, second.live) == (False, None, True)
    told = {"unreadable": "can't be read any more", "gone": "that was to be published is gone"}
    assert told[broken] in Note.objects.get(article=first).words
    assert round_() == 0


def test_full_text_under_an_excerpt_only_licence_is_refused_with_the_reason(cast: Cast) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    article = cast.draft(
        partner=cast.partner,
        licence=closed,
        original_url="https://harbour-light.example/1",
        lead="",
        body=f"<p>{'word ' * 121}</p>",
    )
    with pytest.raises(Unlicensed, match=r"an excerpt and a link only: its text has 121 words"):
        publish(article)
    Partner.objects.update(url="")
    reworded(article, body="<p>A few of their words.</p>", original_url="")
    with pytest.raises(Unlicensed, match="no address of the original"):
        publish(article)
    reworded(article, original_url="https://harbour-light.example/1")
    publish(article)
    assert article.live


@pytest.mark.parametrize(
    "texts",
    [
        {"lead": "word " * 121, "body": ""},
        {"lead": "word " * 61, "body": f"<p>{'word ' * 60}</p>"},
        {"lead": "", "body": "", "transcript": "word " * 121},
        {"lead": "", "body": f"<p>{'河水清了，' * 60}</p>"},
        {"lead": "", "body": f"<p>{'แม่น้ำสะอาดอีกครั้ง' * 50}</p>"},
    ],
    ids=["lead", "lead and body", "transcript", "Chinese", "Thai"],
)
def test_an_excerpt_is_one_wherever_it_stands_and_in_every_script(
    cast: Cast, texts: dict[str, str]
) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    article = cast.draft(
        partner=cast.partner, licence=closed, original_url="https://harbour-light.example/1"
    )
    reworded(article, **texts)
    with pytest.raises(Unlicensed, match="an excerpt and a link only"):
        publish(article)


def test_the_lead_that_a_partner_gave_along_is_no_part_of_the_excerpt(cast: Cast) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    article = take(cast.item(licence=closed, lead="河水清了，" * 60))
    publish(article)
    assert article.live


def test_a_piece_of_the_wire_keeps_its_licence_though_partner_and_licence_are_taken_away(
    cast: Cast,
) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    article = take(cast.item(licence=closed))
    bare = {"partner": None, "licence": None, "credit": ""}
    reworded(article, **bare, body="<p>A few words.</p>")
    with pytest.raises(Unlicensed, match="came from The Harbour Light and names nobody"):
        publish(article)
    reworded(article, credit="The Harbour Light", body=f"<p>{'word ' * 121}</p>")
    with pytest.raises(Unlicensed, match="an excerpt and a link only"):
        publish(article)
    reworded(article, body="<p>A few words.</p>")
    publish(article)
    assert article.live


def test_an_address_that_another_draft_has_by_now_is_refused_in_words(cast: Cast) -> None:
    article = cast.article()
    reworded(article, slug="clean-river")
    cast.draft(headline="Clean river")
    with pytest.raises(Refused, match=r"“clean-river”.*is that of another article by now"):
        publish(article)
    article.refresh_from_db()
    assert article.slug == "the-river-is-clean-again"


@pytest.mark.parametrize("year", [1, 999, 9001, 9999])
def test_no_article_has_a_year_that_some_clock_can_not_show(cast: Cast, year: int) -> None:
    Outlet.objects.update(zone="America/New_York")
    article = cast.draft()
    reworded(article, date=datetime(year, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match=f"Nobody means the year {year}"):
        publish(article)
    with pytest.raises(Refused, match="Nobody means the year"):
        moment(f"{year:04}-12-31 23:59")


def test_a_text_that_may_not_be_changed_is_published_as_it_came_or_a_part_of_it(cast: Cast) -> None:
    unchanged = Licence.objects.get(slug="cc-by-nd")
    body = "<p>Nobody was surprised.</p><p>Everybody came to look.</p>"
    article = take(cast.item(licence=unchanged, body=body), topics=[cast.topic])
    reworded(article, body=body.replace("Everybody", "Nobody"))
    with pytest.raises(Unlicensed, match="allows no changes"):
        publish(article)
    reworded(article, body="<h2></h2><p>Everybody <b>came</b> to look.</p>")
    publish(article)
    assert article.live


def test_a_correction_publishes_the_newest_version_with_a_dated_notice(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.article()
    reworded(article, lead="It took fifty years.")

    correct(article, "It took fifty years, not forty.", by=cast.editor)

    article.refresh_from_db()
    made = article.corrections.get()
    assert (article.lead, made.at, made.by) == (
        "It took fifty years.",
        stopped_clock.at,
        cast.editor,
    )
    assert Entry.objects.filter(what="article.corrected").count() == 1


def test_nothing_is_corrected_that_nobody_has_read(cast: Cast) -> None:
    with pytest.raises(Refused, match="is not published"):
        correct(cast.draft(), "Wrong.")
    with pytest.raises(Refused, match="says what was wrong"):
        correct(cast.article(headline="Another"), " ")


def test_who_withdraws_says_why_and_publishing_again_takes_it_back(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.article()
    withdraw(article, by=cast.editor, why="The name was wrong.\n")
    assert (article.state, article.withdrawn_at) == ("withdrawn", stopped_clock.at)
    assert article.withdrawn_why == "The name was wrong."

    publish(article)
    assert (article.state, article.withdrawn_at, article.withdrawn_why) == ("published", None, "")


def test_an_article_is_handed_in_sent_back_and_handed_in_again(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.draft()
    submit(article, by=cast.outsider)
    submit(article, by=cast.editor)
    assert (article.state, article.submitted_by) == ("submitted", cast.outsider)

    send_back(article, "Who says so?", by=cast.editor)
    assert article.state == "draft"
    assert article.notes.get().words == "Who says so?"
    with pytest.raises(Refused, match="was not handed in"):
        send_back(article, "Again.")

    submit(article)
    publish(article)
    assert (article.state, article.submitted_at) == ("published", None)
    with pytest.raises(Refused, match="published already, as it is"):
        submit(article)


def test_changes_to_what_is_published_are_handed_in_too(cast: Cast) -> None:
    article = cast.article()
    reworded(article, lead="Fifty.")
    submit(article)
    assert article.state == "published, changes submitted"


def test_each_address_that_readers_met_stays_the_articles_own(cast: Cast) -> None:
    article = cast.article()
    reworded(article, slug="the-river-again")
    publish(article)

    assert set(article.addresses.values_list("slug", flat=True)) == {
        "the-river-is-clean-again",
        "the-river-again",
    }
    assert free_slug("The river is clean again") == "the-river-is-clean-again-2"
    other = cast.draft(headline="Another")
    reworded(other, slug="the-river-is-clean-again")
    with pytest.raises(Refused, match="leads to another article"):
        publish(other)


def test_a_draft_leaves_no_address_behind(cast: Cast) -> None:
    cast.draft()
    assert not Address.objects.exists()


def test_a_topic_is_added_at_once_and_no_draft_gets_out_with_it(cast: Cast) -> None:
    article = cast.article()
    reworded(article, lead="Not yet.")
    coup = Topic.objects.create(slug="coup", name="Coup")

    assert add_topic(article, coup, by=cast.editor)
    assert not add_topic(article, coup)

    article = Article.objects.get()
    assert set(article.topics.all()) == {cast.topic, coup}
    assert article.lead == "It took forty years."
    latest = article.get_latest_revision_as_object()
    assert (latest.lead, set(latest.topics.all())) == ("Not yet.", {cast.topic, coup})


def test_a_typed_time_is_the_outlets_own_and_none_that_its_clocks_skip(cast: Cast) -> None:
    Outlet.objects.update(zone="Europe/Berlin")
    assert moment("2026-07-01 07:00") == datetime(2026, 7, 1, 5, 0, tzinfo=UTC)
    # An hour that comes twice means its first.
    assert moment("2026-10-25 02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(Refused, match=r"There is no 02:30 on 29 Mar 2026 .* choose 03:30"):
        moment("2026-03-29 02:30")
    with pytest.raises(Refused, match="is no time: write it as"):
        moment("tomorrow")
