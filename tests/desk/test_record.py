"""The record says who did what, when, and from where to where; and can be taken along."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.record import lines, told
from pamphleteer.desk.verbs.rules import drop_rule, set_rule
from pamphleteer.desk.verbs.take import take
from pamphleteer.desk.verbs.topics import add_topic
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry, Role
from pamphleteer.register.verbs import journal, people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = "desk_record"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def test_a_line_says_who_did_what_to_which_and_from_where_to_where(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    publish(cast.draft(), by=cast.editor)
    (line,) = told(list(lines()))
    assert (line.at, line.who, line.did, line.subject) == (
        stopped_clock.at,
        str(cast.editor),
        "published",
        "The river is clean again",
    )
    assert (line.came_from, line.to) == ("draft", "published")


def test_what_changed_of_a_row_is_told(desk: Client, cast: Cast) -> None:
    desk.post(
        reverse("wagtailsnippets_register_topic:edit", args=[cast.topic.pk]),
        {"name": "Rivers", "slug": "water", "description": ""},
    )
    (line,) = told(list(lines()))
    assert (line.did, line.subject, line.more) == ("changed", "Rivers", "name: Water → Rivers")


def test_who_began_an_article_and_where_it_moved_is_told(cast: Cast) -> None:
    article = take(cast.item(), by=cast.editor)
    publish(article, by=cast.editor)
    stood, article.slug = article.slug, "the-ferry"
    article.save_revision(user=cast.editor)
    publish(article, by=cast.editor)

    moved, published, begun = told(list(lines(kind="article")[:3]))
    assert (begun.did, begun.to, begun.more) == ("began", "draft", f"piece: {article.item}")
    assert (published.did, published.more) == ("published", "")
    assert moved.more == f"address: {stood} → the-ferry"


def test_a_role_that_was_given_is_told(cast: Cast) -> None:
    people.set_role(cast.outsider, Role.EDITOR, by=cast.publisher)
    line = told(list(lines(kind="person")))[0]
    assert (line.did, line.to) == ("gave another role to", "editor")


def test_what_is_done_to_sources_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    for name in ("desk_pause_source", "desk_resume_source"):
        client.post(reverse(name, args=[cast.source.pk]))
    set_rule(cast.source, topics=[cast.topic])
    drop_rule(cast.source)
    add_topic(cast.draft(topics=[]), cast.topic, by=cast.editor)
    assert [(line.who, line.did, line.more) for line in told(list(lines()))] == [
        (str(cast.editor), "added a topic to", "topic: Water"),
        ("the house", "dropped the rule of", ""),
        ("the house", "set a rule for", "topics: Water"),
        (str(cast.publisher), "resumed", ""),
        (str(cast.publisher), "paused", ""),
    ]


def test_the_record_is_narrowed(cast: Cast, stopped_clock: StoppedClock) -> None:
    article = cast.draft()
    publish(article, by=cast.editor)
    stopped_clock.advance(days=2)
    withdraw(article, by=cast.publisher)
    assert [one.what for one in lines(by=cast.editor)] == ["article.published"]
    assert [one.what for one in lines(words="withd")] == ["article.withdrawn"]
    assert lines(words=str(article.pk)).count() == 2
    assert [one.what for one in lines(since=stopped_clock.at)] == ["article.withdrawn"]
    assert [one.what for one in lines(until=stopped_clock.at - timedelta(days=1))] == [
        "article.published"
    ]
    assert not lines(kind="topic")


def test_the_machines_own_notes_are_left_out(cast: Cast) -> None:
    journal.write("wire.came", cast.item(), items=[1])
    assert not lines()


def test_editors_read_it_and_contributors_do_not(client: Client, cast: Cast) -> None:
    cast.article()
    client.force_login(cast.contributor)
    assert client.get(reverse(PAGE)).status_code in {302, 403}
    client.force_login(cast.editor)
    assert "The river is clean again" in client.get(reverse(PAGE)).content.decode()


def test_it_is_taken_along_as_a_table_in_which_nothing_is_a_formula(
    desk: Client, cast: Cast
) -> None:
    article = cast.draft(headline="=HYPERLINK(1)")
    publish(article, by=cast.editor)
    answer = desk.get(reverse(PAGE), {"as": "csv", "kind": "article"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0][:4] == ["when", "who", "did", "what"]
    assert rows[1][1:4] == [str(cast.editor), "published", "'=HYPERLINK(1)"]
    assert answer["Content-Disposition"] == 'attachment; filename="record.csv"'


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "x"},
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"p": "-4"},
        {"kind": "nobody"},
        {"words": "\0"},
    ],
)
def test_what_is_asked_in_a_strange_way_breaks_nothing(
    desk: Client, cast: Cast, asked: dict[str, str]
) -> None:
    assert desk.get(reverse(PAGE), asked).status_code == 200


def test_rows_that_are_gone_still_have_their_line(cast: Cast) -> None:
    topic = cast.topic
    journal.write("topic.changed", topic)
    topic.delete()
    (line,) = told(list(lines()))
    assert line.subject.startswith("register.Topic:")
    assert Entry.objects.count() == 1
