"""Merging two topics: all that stood under one stands under the other, and nothing is lost."""

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.commands.articles import command
from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import find
from pamphleteer.desk.verbs.merge import merge, standing
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.record import lines, told
from pamphleteer.desk.verbs.rules import set_rule
from pamphleteer.register.models import Topic
from tests.cast import Cast
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def rivers(**fields: Any) -> Topic:
    return Topic.objects.create(**({"slug": "rivers", "name": "Rivers"} | fields))


def under(topic: Topic) -> set[str]:
    return {str(one) for one in Article.objects.filter(topics=topic)}


def test_articles_drafts_sources_and_rules_move_together(cast: Cast) -> None:
    gone = rivers()
    narrow = Topic.objects.create(slug="fords", name="Fords", parent=gone)
    cast.article(headline="Of one", topics=[gone])
    cast.article(headline="Of both", topics=[gone, cast.topic])
    cast.draft(headline="A draft", topics=[gone])
    cast.source.topics.set([gone, cast.topic])
    set_rule(cast.source, topics=[gone])
    assert standing(gone).words == ("3 articles, 1 source, 1 rule of a source, 1 topic under it")

    assert merge(gone, cast.topic, by=cast.editor) == cast.topic

    assert under(cast.topic) == {"Of one", "Of both", "A draft"}
    assert Article.topics.through.objects.count() == 3
    assert list(cast.source.topics.all()) == [cast.topic]
    assert list(cast.source.rule.topics.all()) == [cast.topic]
    narrow.refresh_from_db()
    assert narrow.parent == cast.topic
    assert not Topic.objects.filter(slug="rivers").exists()
    assert find.topic("Rivers") == cast.topic


def test_what_nobody_has_published_yet_names_the_topic_that_stays(cast: Cast) -> None:
    gone = rivers()
    live = cast.article(topics=[])
    draft = live.get_latest_revision_as_object()
    draft.topics = [gone]
    draft.save_revision()
    assert standing(gone).articles == 1

    merge(gone, cast.topic)
    assert not Article.objects.get(pk=live.pk).topics.exists()
    publish(live)
    assert list(Article.objects.get(pk=live.pk).topics.all()) == [cast.topic]


def test_a_form_that_was_open_meanwhile_saves_the_topic_that_stays(
    desk: Client, cast: Cast
) -> None:
    gone = rivers()
    article = cast.draft(topics=[gone])
    other = Topic.objects.create(slug="seas", name="Seas")
    merge(gone, cast.topic)
    merge(cast.topic, other)
    address = reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
    desk.post(address, form(topics=[gone.pk, cast.topic.pk], slug=article.slug))
    article.refresh_from_db()
    assert list(article.get_latest_revision_as_object().topics.all()) == [other]
    assert find.topic("Rivers") == find.topic("Water") == other


def test_the_record_says_what_was_merged_into_what(cast: Cast) -> None:
    merge(rivers(), cast.topic, by=cast.editor)
    (line,) = told(list(lines(kind="topic")))
    assert (line.did, line.subject, line.came_from, line.to) == (
        "merged", "Water", "Rivers", "Water",
    )  # fmt: skip
    assert line.who == cast.editor.email


def test_what_makes_no_sense_is_refused_in_words(cast: Cast) -> None:
    water = cast.topic
    gone = rivers(parent=water)
    with pytest.raises(Refused, match="into itself"):
        merge(water, water)
    with pytest.raises(Refused, match="“Rivers” lies under “Water”: merge “Rivers” into “Water”"):
        merge(water, gone)
    deep = Topic.objects.create(slug="a", name="A", parent=gone)
    with pytest.raises(Refused, match="at most 3 deep"):
        merge(Topic.objects.create(slug="b", name="B", parent=None).below.create(
            slug="c", name="C").parent, deep)  # fmt: skip
    merge(gone, water)
    with pytest.raises(Refused, match="“Rivers” was merged a moment ago"):
        merge(Topic(pk=gone.pk, slug="rivers", name="Rivers"), water)


def test_the_desk_says_what_moves_before_it_does(desk: Client, cast: Cast) -> None:
    gone = rivers()
    cast.article(topics=[gone])
    address = reverse("desk_merge_topic", args=[gone.pk])
    page = desk.get(address).content.decode()
    assert "<strong>1 article</strong>" in page
    assert "this can&#x27;t be undone" in page or "this can't be undone" in page

    assert "This field is required" in desk.post(address, {}).content.decode()
    assert "Select a valid choice" in desk.post(address, {"into": gone.pk}).content.decode()
    answer = desk.post(address, {"into": cast.topic.pk}, follow=True)
    assert "“Rivers” is “Water” now" in answer.content.decode()
    assert under(cast.topic) == {"The river is clean again"}
    assert "was merged or is gone" in desk.get(address, follow=True).content.decode()


def test_the_command_merges_by_names(cast: Cast) -> None:
    cast.article(topics=[rivers()])
    _ = cast.topic
    done = CliRunner().invoke(command, ["merge-topics", "Rivers", "Water"])
    assert done.output == "Rivers is Water now: 1 article moved.\n"
    refused = CliRunner().invoke(command, ["merge-topics", "Nothing", "Water"])
    assert refused.exit_code == 1
    assert "There is no topic “Nothing”" in refused.output
