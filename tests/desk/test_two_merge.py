"""Two people at once: one merges topics while another does, or while articles are published."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article, Author, Byline
from pamphleteer.desk.verbs import authors
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.register.models import Entry, Topic
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("own_database")


def rivers() -> Topic:
    return Topic.objects.create(slug="rivers", name="Rivers")


def test_of_two_people_who_merge_at_once_one_is_told() -> None:
    cast = Cast()
    one, other, third = rivers(), cast.topic, Topic.objects.create(slug="seas", name="Seas")
    cast.article(topics=[one, other])
    start, refused = Barrier(2), []

    def work(gone: Topic, kept: Topic) -> None:
        start.wait()
        try:
            merge(gone, kept)
        except DeskError as error:
            refused.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert "merged a moment ago" in refused[0]
    assert Topic.objects.count() == 2
    assert Article.topics.through.objects.count() == 1
    assert Entry.objects.filter(what="topic.merged").count() == 1
    assert third in Topic.objects.all()


def test_who_publishes_while_topics_are_merged_loses_nothing() -> None:
    cast = Cast()
    gone, kept = rivers(), cast.topic
    drafts = [cast.draft(topics=[gone], headline=f"Draft {n}") for n in range(6)]
    start = Barrier(2)

    def publishing() -> None:
        start.wait()
        for draft in drafts:
            publish(draft)
        connections.close_all()

    writer = Thread(target=publishing)
    writer.start()
    start.wait()
    merge(gone, kept)
    writer.join()
    assert {str(one) for one in Article.objects.filter(topics=kept)} == {
        f"Draft {n}" for n in range(6)
    }
    assert Article.objects.live().count() == 6


def test_who_publishes_while_authors_are_merged_makes_nobody_anew() -> None:
    cast = Cast()
    cast.article(authors="Ada Quay")
    cast.article(authors="Ada Harbour")
    gone, kept = (Author.objects.get(name=name) for name in ("Ada Quay", "Ada Harbour"))
    drafts = [cast.draft(authors="Ada Quay", headline=f"Draft {n}") for n in range(6)]
    start = Barrier(2)

    def publishing() -> None:
        start.wait()
        for draft in drafts:
            publish(draft)
        connections.close_all()

    thread = Thread(target=publishing)
    thread.start()
    start.wait()
    authors.merge(gone, kept)
    thread.join()
    assert set(Byline.objects.values_list("author", flat=True)) == {kept.pk}
    assert Byline.objects.count() == 8
