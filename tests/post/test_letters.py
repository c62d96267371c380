"""Letters: what a mail program finds in them."""

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from pytest_django import Settings

from pamphleteer.desk.models import Article, Look
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.letters import rendering, slots
from pamphleteer.post.letters.mime import Bodies, shortest
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.letters.writing import written
from pamphleteer.post.making import Own, encode, fields
from pamphleteer.post.models import Delivery, Digest, Letter, Notice, Reader
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import ask
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet
from tests.cast import Cast


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, html = message.iter_parts()
    return text.get_content(), html.get_content()


@pytest.fixture
def digest_letter(cast: Cast, digest: Digest, readers: list[Reader]) -> EmailMessage:
    outlet = cast.outlet
    outlet.name, outlet.postal_address = "The Tide & Täglich", "1 Quay Street, Harbour"
    outlet.save()
    cast.article(
        headline='Fish <b>& "chips"</b>',
        lead="One.\n\nTwo & three.",
        authors="Ada Quay",
        partner=cast.partner,
    )
    compose(digest)
    return read(written(Delivery.objects.order_by("pk")[0]).content)


@pytest.mark.django_db
def test_a_digest_says_who_sends_it_and_how_to_leave(digest_letter: EmailMessage) -> None:
    delivery = Delivery.objects.order_by("pk")[0]

    assert digest_letter["From"].addresses[0].display_name == "The Tide & Täglich"
    assert digest_letter["From"].addresses[0].addr_spec == "digest@example.org"
    assert digest_letter["To"] == "reader-0@readers.example"
    assert digest_letter["Message-ID"] == f"<{delivery.message_id}>"
    assert digest_letter["Date"].datetime == delivery.dated
    assert digest_letter["List-Id"] == "<daily.example.org>"
    assert digest_letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(
        r"<https://desk\.example\.org/digest/leave/[\w.-]+>", digest_letter["List-Unsubscribe"]
    )
    assert digest_letter["Subject"] == 'Fish <b>& "chips"</b>'
    assert digest_letter.get_content_type() == "multipart/alternative"


@pytest.mark.django_db
def test_both_bodies_say_the_same(digest_letter: EmailMessage) -> None:
    text, html = bodies(digest_letter)
    leave = digest_letter["List-Unsubscribe"].strip("<>")

    for body in (text, html):
        assert "One. Two" in body
        assert "By Ada Quay · The Harbour Light" in body
        assert "https://example.org/articles/fish-b-chips-b.html" in body
        assert leave in body
        assert "1 Quay Street, Harbour" in body
        assert "Daily · 23 November 2026" in re.sub(r"</?bdi>", "", body)
        assert "because you asked for it" in body
        assert "\ue000" not in body
    assert "Fish &lt;b&gt;&amp; &quot;chips&quot;&lt;/b&gt;" in html
    assert 'Fish <b>& "chips"</b>' in text


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.tables: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        self.tags.add(tag)
        self.links += [
            fields[name] or "" for name in ("href", "src", "background") if name in fields
        ]
        if tag == "table":
            self.tables.append(fields.get("role"))


@pytest.mark.django_db
def test_all_links_are_absolute_and_nothing_is_fetched(digest_letter: EmailMessage) -> None:
    _, html = bodies(digest_letter)
    seen = _Links()
    seen.feed(html)

    assert len(seen.links) >= 4
    assert all(
        link.startswith(("https://example.org/", "https://desk.example.org/"))
        for link in seen.links
    )
    assert not seen.tags & {"img", "script", "link", "iframe", "object", "video", "audio"}
    assert "url(" not in html
    assert "@import" not in html
    assert set(seen.tables) == {"presentation"}


@pytest.mark.django_db
def test_every_line_is_short_enough_for_smtp(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article(headline="Ἑλλάς " * 80, lead="長い" * 5_000)
    compose(digest)

    content = written(Delivery.objects.all()[0]).content

    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.django_db
def test_a_large_edition_stays_under_what_inboxes_cut(cast: Cast, digest: Digest) -> None:
    articles = [
        Article(headline=f"Число {number} " + "ы" * 200, lead="ж" * 2_000, slug=f"piece-{number}")
        for number in range(80)
    ]

    words = letters.bodies(digest, articles, outlet=cast.outlet, at=digest.begins)

    assert shortest(words.html)[1] <= rendering.LARGEST
    shown = words.html.count("<h2")
    assert f"And {80 - shown} more" in words.html
    assert f"And {80 - shown} more on our pages:\nhttps://example.org/" in words.text
    assert words.subject.endswith("… (and 79 more)")


def made_bodies() -> Bodies:
    return bodies_of(Letter.objects.get(), outlet=Outlet.objects.the())


@pytest.mark.django_db
def test_a_letter_that_is_held_wears_another_look_when_the_outlet_does(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article()
    compose(digest)
    assert made_bodies().html == made_bodies().html

    Look.objects.update_or_create(pk=1, defaults={"accent": "#00429d"})

    assert "#00429d" in made_bodies().html


@pytest.mark.django_db
def test_an_article_can_not_pass_for_a_slot(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article(headline=f"Look {slots.LEAVE}", lead=slots.LEAVE)

    edition = compose(digest)

    assert edition is not None
    made = made_bodies()
    assert made.html.count(slots.LEAVE) == made.text.count(slots.LEAVE) == 1


@pytest.mark.django_db
def test_an_outlet_and_an_article_run_the_way_of_their_language(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.outlet.language = "ar"
    cast.outlet.save()
    cast.article(headline="النهر نظيف", language="ar")
    cast.article(headline="In English", language="en")

    edition = compose(digest)

    assert edition is not None
    made = made_bodies()
    assert '<html lang="ar" dir="rtl"' in made.html
    assert 'lang="en" dir="ltr"' in made.html
    assert "23 نوفمبر 2026" in made.text


@pytest.mark.django_db
def test_letters_spell_as_their_languages_do(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article(headline="می\u200cخواهم", lead="क्\u200dष", language="fa")
    compose(digest)

    message = read(written(Delivery.objects.all()[0]).content)

    assert message["Subject"] == "می\u200cخواهم"
    for body in bodies(message):
        assert "می\u200cخواهم" in body
        assert "क्\u200dष" in body


@pytest.mark.django_db
def test_an_edition_is_frozen(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    article = cast.article(headline="As it was")
    compose(digest)
    article.headline = "As it is now"
    article.save()

    content = written(Delivery.objects.all()[0]).content

    assert b"As it was" in content
    assert b"As it is now" not in content
    assert "As it was" in made_bodies().html


@pytest.mark.django_db
def test_a_confirmation_asks_and_can_not_be_left(cast: Cast, digest: Digest) -> None:
    ask("ada@example.org")

    message = read(written(Notice.objects.get()).content)

    assert message["To"] == "ada@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    for body in bodies(message):
        links = set(re.findall(r"https://desk\.example\.org/digest/confirm/[\w.-]+", body))
        assert len(links) == 1
        assert "seven days" in body
        assert "Do nothing" in body


@pytest.mark.django_db
def test_letters_go_to_addresses_in_any_script(cast: Cast, digest: Digest) -> None:
    ask("jürgen@bücher.example")

    mail = written(Notice.objects.get())

    assert not mail.to.isascii()
    assert mail.to == "jürgen@xn--bcher-kva.example"
    assert "To: jürgen@xn--bcher-kva.example\r\n".encode() in mail.content


@given(
    name=st.text(max_size=200),
    subject=st.text(max_size=300),
    value=st.text(alphabet=st.characters(codec="ascii"), max_size=500),
)
def test_no_words_break_out_of_a_header(name: str, subject: str, value: str) -> None:
    shared = [
        fields.sender(name, "digest@example.org"),
        fields.field("Subject", subject),
        fields.field("X-Words", value),
    ]
    once = encode(html="<p>x</p>", text="x", lengths={}, shared=shared)
    made = once.letter(Own("ada@example.org", "1@example.org", clock.now(), [], {}))

    head, _, _ = made.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == [
        *(b"From", b"Subject", b"X-Words", b"MIME-Version", b"Content-Type"),
        *(b"To", b"Date", b"Message-ID"),
    ]
    assert head.isascii()
    assert max(len(line) for line in head.split(b"\r\n")) < 998
    assert read(made)["From"].addresses[0].addr_spec == "digest@example.org"


def test_letters_say_where_else_the_site_is(
    cast: Cast, digest: Digest, readers: list[Reader], settings: Settings
) -> None:
    settings.SITE_MIRRORS = ("https://mirror.example/tide/", settings.SITE_URL, "http://abc.onion/")
    choose(readers[0], digest, Wishes(language="ar"))
    cast.article()
    compose(digest)

    for row in Delivery.objects.select_related("letter"):
        made = bodies_of(row.letter, outlet=cast.outlet)
        links = html.fromstring(made.html).cssselect("a[dir=ltr]")
        said = [one.get("href") for one in links]
        assert said == ["https://mirror.example/tide/", "http://abc.onion/"]
        assert [one.text_content() for one in links] == said
        assert all(one in made.text.split("\n") for one in said)
