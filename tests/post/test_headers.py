"""The headers of a digest's letter: every way to leave, and nothing that tells one reader from another."""

import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.post import leaving, tokens
from pamphleteer.post.letters.headers import List, of_letter, own
from pamphleteer.post.letters.house import words
from pamphleteer.post.making import Own, encode
from pamphleteer.post.making import fields as making
from pamphleteer.post.making.fields import plain
from pamphleteer.register.models import Outlet
from tests.cast import Cast

DAILY = List(7, "daily", 12)


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.POST_UNSUBSCRIBE = "leave@example.org"


def sent(outlet: Outlet, of: List = DAILY, **words: str) -> bytes:
    shared = [
        making.sender(outlet.name, "digest@example.org"),
        making.field("Subject", words.get("subject", "x")),
        *(making.field(*one) for one in of_letter(of, outlet).items()),
    ]
    once = encode(html="<p>x</p>", text=words.get("text", "x"), lengths={}, shared=shared)
    mine = [
        making.field(*one)
        for one in own(leave="x" * 71, by_mail=leaving.address_for(uuid4(), at=clock.now())).items()
    ]
    return once.letter(Own("ada@readers.example", "1@example.org", clock.now(), mine, {}))


def told_all(outlet: Outlet, reader: UUID) -> dict[str, str]:
    leave = tokens.token_for(reader, purpose=tokens.LEAVE)
    return {
        **of_letter(DAILY, outlet),
        **own(leave=leave, by_mail=leaving.address_for(reader, at=clock.now())),
    }


@pytest.mark.django_db
def test_both_ways_to_leave_are_told_as_providers_want_them(cast: Cast) -> None:
    reader = uuid4()

    told = told_all(cast.outlet, reader)

    https, mail = told["List-Unsubscribe"].split(", ")
    token = https.removeprefix("<https://desk.example.org/digest/leave/").removesuffix(">")
    assert tokens.key_in(token, purpose=tokens.LEAVE) == reader
    address, _, query = mail.removeprefix("<mailto:").removesuffix(">").partition("?")
    assert leaving.written_to(address.encode()) == [reader]
    assert query == "subject=unsubscribe"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db
def test_without_an_address_for_it_nobody_is_told_to_leave_by_mail(
    cast: Cast, settings: Settings
) -> None:
    settings.POST_UNSUBSCRIBE = ""

    assert "mailto" not in told_all(cast.outlet, uuid4())["List-Unsubscribe"]


@pytest.mark.django_db
def test_past_editions_and_help_have_their_addresses(cast: Cast) -> None:
    told = told_all(cast.outlet, uuid4())

    assert told["List-Archive"] == "<https://example.org/digests/daily/index.html>"
    assert told["List-Help"] == told["List-Subscribe"] == "<https://desk.example.org/digest/>"
    assert told["List-Id"] == "<daily.example.org>"


@pytest.mark.django_db
def test_feedback_of_providers_names_the_edition_and_no_reader(cast: Cast) -> None:
    one, other = (told_all(cast.outlet, uuid4()) for _ in range(2))

    assert re.fullmatch(r"edition-12:digest-7:digest:[0-9a-f]{12}", one["Feedback-ID"])
    assert {name for name in one if one[name] != other[name]} == {"List-Unsubscribe"}


@pytest.mark.django_db
def test_a_digest_of_any_name_has_headers_that_every_server_takes(cast: Cast) -> None:
    head, _, _ = sent(cast.outlet, List(7, "النهر-" * 10, 1)).partition(b"\r\n\r\n")

    assert head.isascii()
    assert b"List-Id: <digest-7.example.org>\r\n" in head
    assert re.search(
        rb"\r\nList-Archive: <https://example\.org/digests/[%\w.-]+/index\.html>\r\n", head
    )
    assert b"=?utf-8?" not in head.partition(b"List-Id")[2]
    assert max(map(len, head.split(b"\r\n"))) < 998


@given(name=st.text(max_size=120), subject=st.text(max_size=200), slug=st.text(max_size=60))
def test_no_words_add_a_header(name: str, subject: str, slug: str) -> None:
    of = List(1, slug or "x", 1)
    head, _, _ = sent(Outlet(name=name), of, subject=subject).partition(b"\r\n\r\n")

    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert len(names) == len(set(names)) == 14, names
    assert head.isascii()


def test_text_says_that_it_flows_and_travels_in_the_shorter_way() -> None:
    outlet = Outlet(name="The Tide")
    legible, short = (
        BytesParser(EmailMessage, policy=default).parsebytes(sent(outlet, text=text))
        for text in ("It took forty years.", "استغرق الأمر أربعين عامًا. " * 30)
    )

    for made, way in ((legible, "quoted-printable"), (short, "base64")):
        text = next(made.iter_parts())
        assert text.get_param("format") == "flowed"
        assert text.get_content_charset() == "utf-8"
        assert text["Content-Transfer-Encoding"] == way
    assert next(short.iter_parts()).get_content().startswith("استغرق")


@given(
    name=st.text(max_size=200),
    subject=st.one_of(st.text(max_size=300), st.text("ab c=?_", max_size=300)),
)
def test_lines_are_short_and_say_the_same_unfolded(name: str, subject: str) -> None:
    head, _, _ = sent(Outlet(name=name), subject=subject).partition(b"\r\n\r\n")

    for line in head.split(b"\r\n"):
        assert line.strip(), head
        assert len(line) <= 78 or b" " not in line.partition(b": ")[2].strip(), line
        assert len(line) <= 998
    read = BytesParser(EmailMessage, policy=default).parsebytes(head)
    assert read["Subject"] == plain(subject)
    ways = read["List-Unsubscribe"].split(", ")
    assert [one[:9] for one in ways] == ["<https://", "<mailto:l"]


def test_words_from_outside_turn_nothing_beside_them() -> None:
    assert words("By \u202eadA\u2066 \u200fQuay\u202c") == "By adA \u200fQuay"
