"""Text that flows: short lines that are one paragraph again in programs that know it (RFC 3676)."""

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.letters.flowed import WIDTH, flowed

WORDS = st.lists(st.text("abc>-é長ن", min_size=1, max_size=30), min_size=1, max_size=60)


def unflowed(text: str) -> str:
    """Return a text as a program that knows format=flowed reads it."""
    paragraphs, goes_on = [""], False
    for line in text.split("\n"):
        words = line.removeprefix(" ") if line.startswith((" >", " From", "  ")) else line
        paragraphs.append(words) if not goes_on else paragraphs.__setitem__(
            -1, paragraphs[-1] + words
        )
        goes_on = line.endswith(" ")
    return "\n".join(paragraphs[1:])


def test_a_long_paragraph_has_short_lines() -> None:
    lines = flowed("It took forty years and four hundred people with nets. " * 4).split("\n")

    assert len(lines) == 4
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.endswith(" ") for line in lines[:-1])
    assert not lines[-1].endswith(" ")


def test_an_address_stays_whole_however_long_it_is() -> None:
    address = "https://example.org/" + "a-long-way/" * 20

    assert flowed(f"Read on:\n{address}\nx") == f"Read on:\n{address}\nx"


def test_wide_letters_count_twice_and_marks_on_letters_do_not() -> None:
    assert flowed(("長い文 " * 20).strip()).count("\n") == 1
    assert flowed(("e\u0301e\u0301 " * 20).strip()).count("\n") == 0


def test_nothing_passes_for_a_signature_a_quotation_or_another_mail() -> None:
    assert flowed("-- \n> said\nFrom here on\n more") == "—\n > said\n From here on\n  more"


@given(words=WORDS)
def test_what_flows_together_again_is_what_was_said(words: list[str]) -> None:
    said = " ".join(words)
    made = flowed(said)

    if said != "--":
        assert unflowed(made) == said
    assert all(len(line) <= WIDTH + 1 or " " not in line.strip() for line in made.split("\n"))
