"""A letter taken apart says what it said."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.letters.flowed import flowed
from pamphleteer.post.making import Own, encode, fields
from pamphleteer.post.relays.api.apart import apart, message_id
from pamphleteer.post.relays.kit import Letter
from tests.post.relays.api.providing import LINK, MESSAGE_ID, letter

TO = "rita@readers.example"
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Co", "Cn"]),
    min_size=1,
    max_size=30,
)
LINES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(name=WORDS, subject=LINES, text=st.lists(LINES, min_size=1, max_size=4))
def test_subject_and_text_are_as_they_were(name: str, subject: str, text: list[str]) -> None:
    words = "\n".join(text)
    shared = [fields.sender(name, "digest@example.org"), fields.field("Subject", subject)]
    once = encode(html="<p>x</p>", text=flowed(words) + "\n", lengths={}, shared=shared)
    own = Own(TO, MESSAGE_ID, datetime(2026, 3, 1, tzinfo=UTC), [], {})
    one = Letter(1, "digest@example.org", TO, once.letter(own))
    found = apart(one)
    assert found.subject == fields.plain(subject)
    # The sign that begins a signature is written otherwise in flowed text.
    assert found.body.replace("—", "--").split() == words.replace("—", "--").split()
    assert found.from_email.endswith("digest@example.org>")
    assert message_id(one) == MESSAGE_ID


def test_headers_are_on_one_line_each_and_those_of_the_provider_are_left_to_it() -> None:
    headers = apart(letter()).extra_headers
    assert headers["List-Unsubscribe"] == f"<{LINK}>"
    assert headers["Message-ID"] == f"<{MESSAGE_ID}>"
    assert not {"From", "To", "Subject", "Date", "DKIM-Signature", "Content-Type"} & set(headers)
    assert not any("\n" in value for value in headers.values())


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: application/pdf\r\n\r\nx",
        b"Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\nx\r\n--a\r\n\r\ny\r\n--a--\r\n",
    ],
)
def test_a_letter_with_anything_else_goes_to_no_such_provider(content: bytes) -> None:
    with pytest.raises(RelayError) as found:
        apart(Letter(1, "digest@example.org", TO, content))
    assert (found.value.scope, found.value.permanent) == (Scope.SITE, True)
