"""Every address of the desk, for everybody: what the table of addresses has, these rules must name."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail import hooks

from pamphleteer.desk.models import Article, Author, FixedPage
from pamphleteer.desk.verbs.recordings import upload as sent_in
from pamphleteer.desk.web.rights import NEEDS
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest, Edition, Intake
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.register.models import Licence, Person, Role
from tests.cast import Cast
from tests.sounds import mp3

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

STRANGER = "stranger"
NOBODY: frozenset[str] = frozenset()
PUBLISHERS = frozenset({Role.PUBLISHER.value})
EDITORS = PUBLISHERS | {Role.EDITOR.value}
DESK = EDITORS | {Role.CONTRIBUTOR.value}
ALL = DESK | {STRANGER}

# Who gets in by GET, and who by POST. The article is an editor's draft.
RULES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "desk_app": (DESK, DESK),
    "desk_approve_edition": (NOBODY, EDITORS),
    "desk_believe": (NOBODY, PUBLISHERS),
    "desk_choose_article": (DESK, NOBODY),
    "desk_choose_picture": (DESK, NOBODY),
    "desk_choose_recording": (DESK, NOBODY),
    "desk_codes": (NOBODY, DESK),
    "desk_compare": (DESK, DESK),
    "desk_digest": (EDITORS, EDITORS),
    "desk_digests": (EDITORS, EDITORS),
    "desk_digest_again": (NOBODY, EDITORS),
    "desk_digest_left": (NOBODY, EDITORS),
    "desk_dismiss": (NOBODY, PUBLISHERS),
    "desk_do": (NOBODY, DESK),
    "desk_doubt_again": (NOBODY, EDITORS),
    "desk_doubt_left": (NOBODY, EDITORS),
    "desk_doubted": (PUBLISHERS, PUBLISHERS),
    "desk_drop": (NOBODY, DESK),
    "desk_drop_edition": (NOBODY, EDITORS),
    "desk_edition_progress": (EDITORS, EDITORS),
    "desk_edition": (EDITORS, EDITORS),
    "desk_fault_mails": (NOBODY, EDITORS),
    "desk_end": (NOBODY, DESK),
    "desk_forget_reader": (PUBLISHERS, PUBLISHERS),
    "desk_export_readers": (NOBODY, PUBLISHERS),
    "desk_lead_digest": (NOBODY, EDITORS),
    "desk_letter": (EDITORS, EDITORS),
    "desk_letter_body": (EDITORS, EDITORS),
    "desk_list": (PUBLISHERS, PUBLISHERS),
    "desk_list_report": (PUBLISHERS, PUBLISHERS),
    "desk_held": (PUBLISHERS, PUBLISHERS),
    "desk_lists": (PUBLISHERS, PUBLISHERS),
    "desk_log_out": (NOBODY, PUBLISHERS),
    "desk_relays": (EDITORS, EDITORS),
    "desk_try_relay": (NOBODY, EDITORS),
    "desk_merge_author": (EDITORS, EDITORS),
    "desk_merge_topic": (EDITORS, EDITORS),
    "desk_move_topic": (NOBODY, EDITORS),
    "desk_move_page": (NOBODY, EDITORS),
    "desk_new_password": (NOBODY, PUBLISHERS),
    "desk_notes": (EDITORS, EDITORS),
    "desk_passkey": (DESK, DESK),
    "desk_password": (DESK, DESK),
    "desk_pause_source": (NOBODY, PUBLISHERS),
    "desk_picture_file": (DESK, NOBODY),
    "desk_reader": (PUBLISHERS, PUBLISHERS),
    "desk_readers": (PUBLISHERS, PUBLISHERS),
    "desk_record": (EDITORS, EDITORS),
    "desk_recording_file": (DESK, NOBODY),
    "desk_reset_factor": (NOBODY, PUBLISHERS),
    "desk_resume_source": (NOBODY, PUBLISHERS),
    "desk_second": (NOBODY, NOBODY),  # the way there is the password
    "desk_security": (DESK, DESK),
    "desk_send_letter": (NOBODY, EDITORS),
    "desk_show_reader": (NOBODY, PUBLISHERS),
    "desk_story": (DESK, DESK),
    "desk_sure": (DESK, DESK),
    "desk_take": (NOBODY, DESK),
    "desk_unlock": (NOBODY, PUBLISHERS),
    "desk_wire": (DESK, DESK),
    "wagtailadmin_account": (DESK, DESK),
    "wagtailadmin_block_preview": (NOBODY, NOBODY),
    "wagtailadmin_choose_page_anchor_link": (DESK, DESK),
    "wagtailadmin_choose_page_email_link": (DESK, DESK),
    "wagtailadmin_choose_page_external_link": (DESK, DESK),
    "wagtailadmin_choose_page_phone_link": (DESK, DESK),
    "wagtailadmin_dismissibles": (DESK, NOBODY),
    "wagtailadmin_editing_sessions:ping": (NOBODY, EDITORS),
    "wagtailadmin_editing_sessions:release": (NOBODY, DESK),
    "wagtailadmin_home": (DESK, NOBODY),
    "wagtailadmin_javascript_catalog": (ALL, NOBODY),
    "wagtailadmin_login": (frozenset({STRANGER}), ALL),
    "wagtailadmin_logout": (NOBODY, DESK),
    "wagtailadmin_password_reset": (NOBODY, NOBODY),
    "wagtailadmin_password_reset_complete": (NOBODY, NOBODY),
    "wagtailadmin_password_reset_confirm": (NOBODY, NOBODY),
    "wagtailadmin_password_reset_done": (NOBODY, NOBODY),
    "wagtailadmin_sprite": (ALL, ALL),
    "wagtailadmin_tag_autocomplete": (DESK, DESK),
    "wagtailadmin_tag_model_autocomplete": (NOBODY, NOBODY),
    "wagtailsnippets_desk_article:add": (DESK, DESK),
    "wagtailsnippets_desk_article:delete": (NOBODY, NOBODY),
    "wagtailsnippets_desk_article:edit": (EDITORS, EDITORS),
    "wagtailsnippets_desk_article:history": (EDITORS, NOBODY),
    "wagtailsnippets_desk_article:history_results": (EDITORS, NOBODY),
    "wagtailsnippets_desk_article:list": (DESK, NOBODY),
    "wagtailsnippets_desk_article:list_results": (DESK, NOBODY),
    "wagtailsnippets_desk_article:lock": (NOBODY, EDITORS),
    "wagtailsnippets_desk_article:preview_on_add": (DESK, DESK),
    "wagtailsnippets_desk_article:preview_on_edit": (EDITORS, EDITORS),
    "wagtailsnippets_desk_article:revisions_view": (EDITORS, NOBODY),
    "wagtailsnippets_desk_article:revisions_compare": (EDITORS, NOBODY),
    "wagtailsnippets_desk_article:revisions_revert": (EDITORS, EDITORS),
    "wagtailsnippets_desk_article:revisions_unschedule": (EDITORS, EDITORS),
    "wagtailsnippets_desk_article:unlock": (NOBODY, EDITORS),
    "wagtailsnippets_desk_article:unpublish": (EDITORS, EDITORS),
    "wagtailsnippets_desk_fixedpage:preview_on_add": (EDITORS, EDITORS),
    "wagtailsnippets_desk_fixedpage:preview_on_edit": (EDITORS, EDITORS),
    "wagtailsnippets_desk_look:preview_on_add": (NOBODY, NOBODY),
    "wagtailsnippets_desk_look:preview_on_edit": (PUBLISHERS, PUBLISHERS),
}


def _rows(
    model: str, *, read: frozenset[str], change: frozenset[str], make: frozenset[str]
) -> None:
    """Name the addresses that each kind of rows has; nothing is ever deleted."""
    RULES.update(
        {
            f"{model}:list": (read, NOBODY),
            f"{model}:list_results": (read, NOBODY),
            f"{model}:add": (make, make),
            f"{model}:edit": (change, change),
            f"{model}:delete": (NOBODY, NOBODY),
            f"{model}:history": (change | make, NOBODY),
            f"{model}:history_results": (change | make, NOBODY),
            f"{model}:inspect": (read, NOBODY),
        }
    )


_rows("wagtailsnippets_collect_wireitem", read=DESK, change=NOBODY, make=NOBODY)
_rows("wagtailsnippets_collect_source", read=EDITORS, change=NOBODY, make=NOBODY)
_rows("wagtailsnippets_desk_picture", read=DESK, change=EDITORS, make=DESK)
_rows("wagtailsnippets_desk_fixedpage", read=EDITORS, change=EDITORS, make=EDITORS)
_rows("wagtailsnippets_register_topic", read=EDITORS, change=EDITORS, make=EDITORS)
_rows("wagtailsnippets_register_partner", read=EDITORS, change=PUBLISHERS, make=PUBLISHERS)
_rows("wagtailsnippets_register_licence", read=PUBLISHERS, change=PUBLISHERS, make=PUBLISHERS)
_rows("wagtailsnippets_desk_author", read=EDITORS, change=EDITORS, make=NOBODY)
_rows("wagtailsnippets_register_outlet", read=PUBLISHERS, change=PUBLISHERS, make=NOBODY)
_rows("wagtailsnippets_desk_look", read=PUBLISHERS, change=PUBLISHERS, make=NOBODY)
_rows("wagtailsnippets_post_digest", read=EDITORS, change=PUBLISHERS, make=PUBLISHERS)
_rows("wagtailusers_users", read=PUBLISHERS, change=PUBLISHERS, make=PUBLISHERS)
RULES["wagtailusers_users:index"] = RULES.pop("wagtailusers_users:list")
RULES["wagtailusers_users:index_results"] = RULES.pop("wagtailusers_users:list_results")


class Address(NamedTuple):
    name: str
    path: str
    wants: tuple[str, ...]


def table(
    resolver: URLResolver, path: str = "", space: str = "", wants: tuple[str, ...] = ()
) -> Iterator[Address]:
    """Walk through the table of addresses, those of Wagtail and its rows among them."""
    for one in resolver.url_patterns:
        asked = (*wants, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from table(one, path + str(one.pattern), inner, asked)
        elif isinstance(one, URLPattern) and one.name:
            yield Address(space + one.name, path + str(one.pattern), asked)


ADDRESSES = {address.name: address for address in table(get_resolver("pamphleteer.desk.web.urls"))}
NOWHERE = {
    "api", "bulk", "choose-page", "collections", "documents", "failwhale", "groups", "images",
    "pages", "reports", "snippets", "test404", "workflows",
}  # fmt: skip
OURS = [a for a in ADDRESSES.values() if a.path.split("/")[0].split("<")[0] not in NOWHERE]


def test_every_address_of_the_desk_has_a_rule() -> None:
    known, there = set(RULES), {address.name for address in OURS}
    assert sorted(there - known) == [], "say in RULES who gets in there"
    gone = {name for name in known - there if not name.endswith(":inspect")}
    assert sorted(gone) == [], "there is no such address any more"


@pytest.fixture
def people(cast: Cast) -> dict[str, Person | None]:
    return {
        STRANGER: None,
        Role.CONTRIBUTOR.value: cast.contributor,
        Role.EDITOR.value: cast.editor,
        Role.PUBLISHER.value: cast.publisher,
    }


@pytest.fixture
def rows(cast: Cast) -> dict[str, Any]:
    """The keys of the rows that addresses ask for."""
    item = cast.item()
    draft: Article = cast.draft(by=cast.editor)
    digest = Digest.objects.create(name="Daily", slug="daily", begins=clock.now())
    picture = cast.picture()
    story = item.story
    return {
        "desk_article": draft.pk,
        "desk_fixedpage": FixedPage.objects.create(title="About", slug="about").pk,
        "desk_look": 1,
        "desk_picture": picture.pk,
        "desk_picture_file": picture.small.name,
        "desk_recording_file": sent_in(mp3()).name,
        "collect_wireitem": item.pk,
        "collect_source": cast.source.pk,
        "register_topic": cast.topic.pk,
        "register_partner": cast.partner.pk,
        "register_licence": cast.partner.licence_id,
        "register_outlet": cast.outlet.pk,
        "desk_author": Author.objects.create(slug="ada-quay", name="Ada Quay", key="ada quay").pk,
        "users": cast.outsider.pk,
        "post_digest": digest.pk,
        "edition": Edition.objects.create(
            digest=digest, state="waiting", cut_at=clock.now(), upto=0
        ).pk,
        "reader": enrol("reader@readers.example").pk,
        "intake": Intake.objects.create(source="A form", size=1, at=clock.now()).pk,
        "revision_id": draft.latest_revision_id,
        "story": story.pk if story else 1,
        "licence": Licence.objects.order_by("pk")[0].pk,
    }


def filled(address: Address, rows: dict[str, int]) -> dict[str, Any]:
    """Return what an address asks for: rows that are there."""
    sort = address.name.partition(":")[0].removeprefix("wagtailsnippets_").removeprefix("wagtail")
    key = dict.fromkeys(["desk_take", "desk_compare"], "collect_wireitem")
    key |= dict.fromkeys(["desk_pause_source", "desk_resume_source"], "collect_source")
    key |= dict.fromkeys(OF_PEOPLE, "users") | {
        "desk_story": "story",
        "desk_notes": "desk_article",
        "desk_move_page": "desk_fixedpage",
        "desk_move_topic": "register_topic",
        "desk_merge_topic": "register_topic",
        "desk_merge_author": "desk_author",
        **dict.fromkeys(OF_DIGESTS, "post_digest"),
        **dict.fromkeys(OF_EDITIONS, "edition"),
        **dict.fromkeys(OF_READERS, "reader"),
        **dict.fromkeys(["desk_list", "desk_list_report"], "intake"),
    }
    known: dict[str, Any] = {
        "pk": rows.get({"users_users": "users"}.get(sort, sort)),
        "key": rows.get(key.get(address.name, "")),
        "object_id": rows["desk_article"],
        "app_label": "desk", "model_name": "article", "session_id": 1, "action": "delete",
        "name": rows.get(address.name, "x"),
        "app_name": "desk", "uidb64": "MQ", "token": "x", "revision_id": rows["revision_id"],
        "revision_id_a": "earliest", "revision_id_b": "latest",
    }  # fmt: skip
    return {name: known[name] for name in address.wants}


OF_DIGESTS = [
    "desk_digest", "desk_digest_again", "desk_digest_left", "desk_lead_digest", "desk_letter",
    "desk_letter_body", "desk_send_letter",
]  # fmt: skip
OF_EDITIONS = [
    "desk_edition",
    "desk_approve_edition",
    "desk_drop_edition",
    "desk_edition_progress",
    "desk_doubt_again",
    "desk_doubt_left",
]
OF_READERS = ["desk_reader", "desk_show_reader", "desk_forget_reader"]
OF_PEOPLE = ["desk_log_out", "desk_new_password", "desk_reset_factor", "desk_unlock"]
SENT = {"headline": "The bridge is open", "external-link-chooser-url": "https://example.org/"}


def got_in(answer: HttpResponse) -> bool:
    """Tell whether an answer lets one in: not the way to the login, nor home with an apology."""
    if answer.status_code in {301, 302}:
        return answer.headers["Location"].partition("?")[0] not in {"/desk/login/", "/desk/"}
    return answer.status_code in {200, 400}


class Asking:
    """Asks as one of the people, and leaves all rows as they were: also the login, should it end."""

    def __init__(self, people: dict[str, Person | None]) -> None:
        self.client = Client()
        self.cookies = {who: self._cookies(person) for who, person in people.items()}

    @staticmethod
    def _cookies(person: Person | None) -> SimpleCookie:
        client = Client()
        if person:
            client.force_login(person)
        return client.cookies

    def gets_in(self, address: Address, path: str, who: str, method: str) -> bool:
        self.client.cookies = SimpleCookie(self.cookies[who].output(header="", sep=";"))
        with transaction.atomic():
            try:
                answer = getattr(self.client, method)(path, SENT if method == "post" else {})
                assert answer.status_code < 500, (address.name, who, method)
                if answer.streaming:
                    assert b"".join(answer.streaming_content)
                if address.name == "wagtailadmin_logout":
                    # Both ways lead to the login: in is who was logged in, and is no more.
                    return who != STRANGER and "_auth_user_id" not in self.client.session
                return got_in(answer)
            finally:
                transaction.set_rollback(True)


# A slice for each worker, and some to steal: the rows are dearer than the asking.
SLICES = 4


@pytest.mark.parametrize("part", range(SLICES))
def test_who_gets_in(people: dict[str, Person | None], rows: dict[str, int], part: int) -> None:
    asking, wrong = Asking(people), []
    for address in OURS[part::SLICES]:
        path = reverse(
            address.name, kwargs=filled(address, rows), urlconf="pamphleteer.project.urls"
        )
        for method, allowed in zip(("get", "post"), RULES[address.name], strict=True):
            got = {who for who in people if asking.gets_in(address, path, who, method)}
            wrong += [(address.name, method, who) for who in sorted(got ^ allowed)]
    assert not wrong, "these got in, or did not, against the rules"


@pytest.mark.parametrize("name", list(NEEDS))
def test_contributors_get_in_where_it_is_their_own_to_read_or_change(
    client: Client, cast: Cast, name: str
) -> None:
    draft = cast.draft(by=cast.contributor)
    address = ADDRESSES[f"wagtailsnippets_desk_article:{name}"]
    kwargs = filled(address, {"desk_article": draft.pk, "revision_id": draft.latest_revision_id})
    client.force_login(cast.contributor)
    answers = [
        client.get(reverse(address.name, kwargs=kwargs)),
        client.post(reverse(address.name, kwargs=kwargs), SENT),
    ]
    assert any(map(got_in, answers)) is (NEEDS[name] in {"change", "view"})


def test_nothing_is_sent_from_another_site(cast: Cast, rows: dict[str, int]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.publisher)
    paths = {one.name: reverse(one.name, kwargs=filled(one, rows)) for one in OURS}
    taken = [name for name, path in paths.items() if client.post(path, SENT).status_code != 403]
    assert not taken
    assert "_auth_user_id" in client.session


MANY = {("desk", "article", name): EDITORS for name in ("publish", "topic", "withdraw")}
REGISTERED = sorted(
    (action.models[0]._meta.app_label, action.models[0]._meta.model_name, action.action_type)
    for action in hooks.get_hooks("register_bulk_action")
    if action.models
)


@pytest.mark.parametrize("many", sorted({*REGISTERED, *MANY}), ids="-".join)
def test_who_does_it_to_many_at_once(
    client: Client, cast: Cast, people: dict[str, Person | None], many: tuple[str, str, str]
) -> None:
    keys = {"article": cast.draft(by=cast.contributor).pk, "person": cast.outsider.pk}
    path = f"{reverse('wagtail_bulk_action', args=many)}?id={keys.get(many[1], 1)}"
    for who, person in people.items():
        for method in ("get", "post"):
            client.logout()
            if person:
                client.force_login(person)
            answer = getattr(client, method)(path)
            if person and many not in MANY:
                assert answer.status_code == 404
            else:
                into = answer.headers.get("Location", "").partition("?")[0]
                is_out = into in {"/desk/", "/desk/login/"}
                assert is_out is (who not in MANY.get(many, NOBODY)), (who, method)


def test_what_the_house_has_no_use_for_is_nowhere(client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    there = []
    for address in (one for one in ADDRESSES.values() if one not in OURS):
        path = "/desk/" + address.path.replace("^", "").split("<")[0].split("(")[0]
        for answer in (client.get(path), client.post(path)):
            into = answer.headers.get("Location", "")
            if answer.status_code != 404 and not into.startswith("/desk/choose-external-link/"):
                there.append((address.name, path))
    assert not there
    assert "_auth_user_id" in client.session
