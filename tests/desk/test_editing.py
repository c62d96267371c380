"""The form of an article: its buttons, its one date, what it fills in, and what it refuses."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.begun import settle
from pamphleteer.desk.verbs.lead import suggested
from pamphleteer.ground import clock
from pamphleteer.register.models import Entry, Licence, Outlet, Topic
from tests.cast import Cast
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db
FAR = datetime(2099, 3, 1, 9, 0, tzinfo=UTC)
RICH = (
    '{"blocks":[{"key":"a","text":"%s","type":"unstyled","depth":0,"inlineStyleRanges":[],'
    '"entityRanges":[]}],"entityMap":{}}'
)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def edit(article: Article) -> str:
    return reverse("wagtailsnippets_desk_article:edit", args=[article.pk])


def told(answer: object) -> str:
    return " ".join(str(one) for one in answer.context["messages"])


def test_publish_is_the_first_button_of_an_editor(desk: Client, cast: Cast) -> None:
    page = desk.get(edit(cast.draft())).content.decode()
    foot = page[page.index("footer") :]
    assert 0 < foot.index('value="action-publish"') < foot.index("Save draft")
    assert "action-submit" not in foot
    assert "Unpublish" not in desk.get(edit(cast.article(headline="Live"))).content.decode()


def test_a_partner_is_chosen_without_another_page(desk: Client, cast: Cast) -> None:
    article = cast.draft(partner=cast.partner)
    page = desk.get(edit(article)).content.decode()
    assert '<select name="partner"' in page
    assert f'<option value="{cast.partner.pk}" selected>' in page
    desk.post(edit(article), form(slug=article.slug, partner=""))
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().partner is None


def test_words_begin_on_the_side_of_their_script(desk: Client, cast: Cast) -> None:
    page = desk.get(edit(cast.article())).content.decode()
    for name in ("headline", "lead", "authors", "credit", "transcript", "correction"):
        assert re.search(rf'<[^>]*name="{name}"[^>]*dir="auto"', page), name


def test_a_date_ahead_schedules_by_the_outlets_clocks(desk: Client, cast: Cast) -> None:
    Outlet.objects.update(zone="Europe/Berlin")
    article = cast.draft()
    with clock.stopped(FAR):
        answer = desk.post(
            edit(article),
            form(date="2099-07-01 07:00", slug=article.slug) | {"action-publish": "1"},
            follow=True,
        )
    article.refresh_from_db()
    assert article.scheduled_at == datetime(2099, 7, 1, 5, 0, tzinfo=UTC)
    assert "is scheduled" in told(answer)
    page = desk.get(edit(article)).content.decode()
    assert "2099-07-01 07:00" in page

    unschedule = reverse(
        "wagtailsnippets_desk_article:revisions_unschedule",
        args=[article.pk, article.latest_revision_id],
    )
    desk.post(unschedule)
    article.refresh_from_db()
    assert (article.state, article.scheduled_at) == ("draft", None)


def test_an_hour_that_the_clocks_skip_is_refused_in_words(desk: Client, cast: Cast) -> None:
    Outlet.objects.update(zone="Europe/Berlin")
    answer = desk.post(edit(cast.draft()), form(date="2099-03-29 02:30"))
    assert "There is no 02:30 on 29 Mar 2099 in Europe/Berlin" in answer.content.decode()


@pytest.mark.parametrize(
    ("zone", "date"),
    [("Europe/Berlin", "0001-01-01 00:00"), ("America/New_York", "9999-12-31 23:59")],
)
def test_a_year_that_some_clock_can_not_show_is_refused_in_words(
    desk: Client, cast: Cast, zone: str, date: str
) -> None:
    Outlet.objects.update(zone=zone)
    answer = desk.post(edit(cast.draft()), form(date=date, embargo=date))
    assert answer.content.decode().count("Nobody means the year") >= 2
    assert Article.objects.get().date is None


def test_a_date_that_nobody_touched_keeps_its_seconds(desk: Client, cast: Cast) -> None:
    moment = datetime(2026, 11, 22, 10, 30, 59, 123_000, tzinfo=UTC)
    article = cast.article(date=moment)
    desk.post(
        edit(article), form(date="2026-11-22 10:30", slug=article.slug) | {"action-publish": "1"}
    )
    assert Article.objects.get().date == moment


def test_what_a_licence_does_not_allow_stays_a_draft_and_says_why(desk: Client, cast: Cast) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    article = cast.draft()
    answer = desk.post(
        edit(article),
        form(
            slug=article.slug,
            partner=cast.partner.pk,
            licence=closed.pk,
            body=RICH % ("word " * 200),
        )
        | {"action-publish": "1"},
        follow=True,
    )
    assert "saved as a draft and not published" in told(answer)
    assert "an excerpt and a link only" in told(answer)
    article.refresh_from_db()
    assert not article.live
    assert article.get_latest_revision_as_object().headline == "The bridge is open"


def test_a_lead_that_nobody_wrote_is_how_the_text_begins(desk: Client, cast: Cast) -> None:
    desk.post(
        reverse("wagtailsnippets_desk_article:add"),
        form(lead="", body=RICH % "It is open. Everybody came."),
    )
    assert Article.objects.get().lead == "It is open. Everybody came."


def test_what_is_sent_while_it_is_kept_by_itself_becomes_one_article(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.contributor)
    add, mark = reverse("wagtailsnippets_desk_article:add"), str(uuid4())
    client.post(add, form(lead="It", begun_as=mark), headers={"accept": "application/json"})
    sent = form(lead="It is open.", topics=[cast.topic.pk], begun_as=mark)
    client.post(add, sent | {"action-submit": "1"})
    article = Article.objects.get()
    assert (article.state, article.slug) == ("submitted", "the-bridge-is-open")
    draft = article.get_latest_revision_as_object()
    assert (draft.lead, list(draft.topics.all())) == ("It is open.", [cast.topic])

    client.post(add, form(lead="Another."))
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "the-bridge-is-open",
        "the-bridge-is-open-2",
    ]


def test_what_was_kept_by_itself_and_comes_late_changes_nothing(desk: Client, cast: Cast) -> None:
    add = reverse("wagtailsnippets_desk_article:add")
    mark = re.findall(r'name="begun_as" value="([0-9a-f-]{36})"', desk.get(add).content.decode())
    sent = form(lead="It is open.", begun_as=mark[0])
    desk.post(add, sent | {"action-publish": "1"})

    late = desk.post(add, sent | {"lead": "It"}, headers={"accept": "application/json"})

    article = Article.objects.get()
    assert late.status_code == 200
    assert (article.lead, article.live, article.has_unpublished_changes) == (
        "It is open.",
        True,
        False,
    )
    assert article.revisions.count() == 1


def test_a_button_pressed_twice_publishes_once(desk: Client, cast: Cast) -> None:
    add = reverse("wagtailsnippets_desk_article:add")
    sent = form(begun_as=str(uuid4())) | {"action-publish": "1"}
    for _ in range(2):
        assert desk.post(add, sent).status_code == 302
    article = Article.objects.get()
    assert article.live
    assert [one.what for one in Entry.objects.order_by("pk")][:2] == [
        "article.begun",
        "article.published",
    ]


def test_the_mark_of_somebody_elses_form_leads_nowhere(client: Client, cast: Cast) -> None:
    mark = uuid4()
    cast.draft(headline="Hers")
    Article.objects.update(begun_as=mark)
    client.force_login(cast.contributor)
    client.post(reverse("wagtailsnippets_desk_article:add"), form(begun_as=str(mark)))
    hers = Article.objects.get(begun_as=mark)
    assert Article.objects.count() == 2
    assert (hers.headline, hers.get_latest_revision_as_object().headline) == ("Hers", "Hers")


def test_an_address_that_was_taken_since_it_was_checked_is_another(cast: Cast) -> None:
    cast.draft(headline="The bridge is open")
    article = Article(headline="The bridge is open", slug="the-bridge-is-open")
    settle(article, by=cast.contributor)
    assert (article.pk, article.slug) == (None, "the-bridge-is-open-2")


def test_a_suggested_lead_is_whole_sentences() -> None:
    body = f"<h2>Why</h2><p>{'One sentence is here. ' * 30}</p>"
    lead = suggested(body)
    assert 150 < len(lead) <= 320
    assert lead.endswith("here.")
    assert suggested("") == ""
    assert len(suggested(f"<p>{'word ' * 300}</p>")) <= 320


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\\nscript:alert(1)",
     "data:text/html,<script>alert(1)</script>", "vbscript:alert(1)"],
)  # fmt: skip
def test_a_form_that_no_browser_of_ours_sent_brings_no_script(
    desk: Client, cast: Cast, address: str
) -> None:
    body = (
        '{"blocks":[{"key":"a","text":"<script>alert(1)</script>","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[{"offset":0,"length":3,"style":"SCRIPT"}],'
        '"entityRanges":[{"offset":0,"length":3,"key":0}]}],"entityMap":{"0":{"type":"LINK",'
        f'"mutability":"MUTABLE","data":{{"url":"{address}","onclick":"alert(1)"}}}}}}}}'
    )
    article = cast.draft()
    desk.post(edit(article), form(slug=article.slug, body=body) | {"action-publish": "1"})
    article.refresh_from_db()
    assert "&lt;script&gt;" in article.body.replace("</a>", "").replace("<a>", "")
    for trace in ("<script", "script:", "href", "onclick", "data:"):
        assert trace not in article.body.lower()


def test_a_correction_on_the_form_is_published_with_its_notice(desk: Client, cast: Cast) -> None:
    article = cast.article()
    assert 'name="correction"' in desk.get(edit(article)).content.decode()
    assert 'name="correction"' not in desk.get(edit(cast.draft(headline="D"))).content.decode()

    desk.post(
        edit(article),
        form(slug=article.slug, correction="It is a bridge.") | {"action-publish": "1"},
    )
    article.refresh_from_db()
    assert (article.headline, article.corrections.get().words) == (
        "The bridge is open",
        "It is a bridge.",
    )


def test_the_page_to_withdraw_asks_why(desk: Client, cast: Cast) -> None:
    article = cast.article()
    address = reverse("wagtailsnippets_desk_article:unpublish", args=[article.pk])
    assert "Why (readers see this)" in desk.get(address).content.decode()
    desk.post(address, {"why": "x" * 501})
    article.refresh_from_db()
    assert article.live
    desk.post(address, {"why": "All wrong."})
    article.refresh_from_db()
    assert (article.live, article.withdrawn_why) == (False, "All wrong.")


def test_an_address_where_another_article_stood_is_refused(desk: Client, cast: Cast) -> None:
    first = cast.article()
    desk.post(edit(first), form(slug="moved") | {"action-publish": "1"})
    answer = desk.post(
        edit(cast.draft(headline="Second")), form(slug="the-river-is-clean-again")
    ).content.decode()
    assert "leads to another article" in answer


def bulk(deed: str, *articles: Article) -> str:
    ids = "&".join(f"id={one.pk}" for one in articles)
    return (
        reverse("wagtail_bulk_action", args=["desk", "article", deed])
        + f"?{ids}&next={reverse('wagtailsnippets_desk_article:list')}"
    )


def test_many_are_published_and_what_is_refused_of_one_holds_up_no_other(
    desk: Client, cast: Cast
) -> None:
    closed = Licence.objects.filter(full_text=False)[0]
    first, third = cast.draft(headline="First"), cast.draft(headline="Third")
    second = cast.draft(
        headline="Second", partner=cast.partner, licence=closed, body=f"<p>{'w ' * 200}</p>"
    )
    assert "Second" in desk.get(bulk("publish", first, second, third)).content.decode()

    answer = desk.post(bulk("publish", first, second, third), follow=True)

    assert "2 articles published" in told(answer)
    assert "“Second” is under" in told(answer)
    assert set(Article.objects.live().values_list("headline", flat=True)) == {"First", "Third"}


def test_many_get_a_topic_and_many_are_withdrawn(desk: Client, cast: Cast) -> None:
    articles = [cast.article(headline="First"), cast.article(headline="Second")]
    coup = Topic.objects.create(slug="coup", name="Coup")
    desk.post(bulk("topic", *articles), {"topic": coup.pk})
    assert coup.articles.count() == 2

    desk.post(bulk("withdraw", *articles), {"why": "Both wrong."})
    assert {one.withdrawn_why for one in Article.objects.filter(live=False)} == {"Both wrong."}


def test_the_list_has_boxes_to_tick_and_no_way_to_delete(desk: Client, cast: Cast) -> None:
    cast.article()
    page = desk.get(reverse("wagtailsnippets_desk_article:list")).content.decode()
    assert "/desk/bulk/desk/article/publish/" in page
    assert "/delete/" not in page
    assert desk.get(bulk("publish") + "&id=x&id=99999999999999999999").status_code == 200


def test_all_is_nobody_s_choice_for_it_reaches_beyond_what_the_list_shows(
    desk: Client, cast: Cast
) -> None:
    article = cast.article()
    address = bulk("withdraw") + "&id=all"
    page = desk.get(address).content.decode()
    assert "would reach beyond what the list shows" in page
    desk.post(address, {"why": ""})
    article.refresh_from_db()
    assert article.live


def test_a_contributor_does_nothing_to_many(client: Client, cast: Cast) -> None:
    client.force_login(cast.contributor)
    own = cast.draft(by=cast.contributor)
    page = client.get(reverse("wagtailsnippets_desk_article:list")).content.decode()
    assert 'type="checkbox"' not in page.split("<table")[1].split("</table")[0]
    for deed, fields in (("publish", {}), ("topic", {"topic": cast.topic.pk}), ("withdraw", {})):
        assert client.get(bulk(deed, own)).status_code in {302, 403}
        client.post(bulk(deed, own), fields)
    own.refresh_from_db()
    assert own.state == "draft"


def test_a_contributor_hands_in_and_an_editor_sends_back_with_a_note(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.contributor)
    own = cast.draft(by=cast.contributor)
    page = client.get(edit(own)).content.decode()
    foot = page[page.index("footer") :]
    assert 0 < foot.index('name="action-submit"') < foot.index("Save draft")
    assert "action-publish" not in foot
    answer = client.post(edit(own), form(slug=own.slug) | {"action-submit": "1"}, follow=True)
    assert "was handed in" in told(answer)
    own.refresh_from_db()
    assert (own.state, own.submitted_by) == ("submitted", cast.contributor)
    notes = reverse("desk_notes", args=[own.pk])
    client.post(notes, {"words": "Please!", "send_back": "1"})
    own.refresh_from_db()
    assert (own.state, own.notes.count()) == ("submitted", 0)

    client.force_login(cast.editor)
    assert "or send it back" in client.get(edit(own)).content.decode()
    client.post(notes, {"words": "Who says so?", "send_back": "1"})
    own.refresh_from_db()
    assert own.state == "draft"

    client.force_login(cast.contributor)
    assert "Who says so?" in client.get(edit(own)).content.decode()
    assert "Who says so?" in client.get(notes).content.decode()
    client.post(notes, {"words": "The mayor."})
    assert own.notes.count() == 2


def test_notes_on_what_is_not_ones_own_are_refused_and_that_is_recorded(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.contributor)
    other = cast.draft(by=cast.editor)
    client.get(reverse("desk_notes", args=[other.pk]))
    assert Entry.objects.get(what="article.refused").by == cast.contributor


def test_the_length_of_a_lead_is_told_while_it_is_written(desk: Client, cast: Cast) -> None:
    page = desk.get(edit(cast.draft())).content.decode()
    assert 'data-counted="{} characters; up to 320 read well"' in page
    assert "desk/count.js" in page
