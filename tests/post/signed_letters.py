"""Letters of any words, as the writer makes them, and somebody else's program that checks their signatures."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import dkim
from hypothesis import strategies as st

from pamphleteer.ground import clock
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, SigningKey, files
from pamphleteer.post.dkim.records import name_of
from pamphleteer.post.letters.variant import forget
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Letter, Piece, Trial
from pamphleteer.post.verbs import dkim as verbs
from pamphleteer.register.models import Outlet, Person


@lru_cache
def keys() -> dict[Algorithm, SigningKey]:
    """Return a key of each kind."""
    return {one: SigningKey.make(f"tide-{one.short}", one) for one in Algorithm}


def use(*algorithms: Algorithm) -> None:
    """Sign with these from now on."""
    for algorithm in algorithms:
        key = keys()[algorithm]
        files.lay(signers.folder(), key)
        row = verbs.make(algorithm, selector=key.selector)
        verbs.use(verbs.Looked(row, None, ""), anyway=True)


def holding(content: bytes) -> list[str]:
    """Return selector and domain of each signature, all of which hold."""
    checked = dkim.DKIM(content)
    signatures = [value for name, value in checked.headers if name.lower() == b"dkim-signature"]
    found = []
    for index, value in enumerate(signatures):
        assert dkim.DKIM(content).verify(idx=index, dnsfunc=_record)
        told = dkim.util.parse_tag_value(value)
        found.append(f"{told[b's'].decode()} {told[b'd'].decode()}")
    return found


def _record(name: bytes, timeout: int = 5) -> bytes:
    known = {f"{name_of(key.selector, 'example.org')}.": key for key in keys().values()}
    return known[name.decode()].record().encode()


# Words as people write them and as they should not: other scripts, blanks at the end, long lines, none, many ends.
_letters = st.characters(exclude_categories=["Cs", "Co", "Cc"])
_lines = st.one_of(
    st.text(_letters, max_size=90),
    st.sampled_from(
        [
            "",
            " ",
            "\t \t",
            "blanks at the end   ",
            "x" * 1_500,
            "الماء هنا " * 40,
            ".",
            "From here",
            "-- ",
        ]
    ),
)
_texts = st.builds(
    lambda lines, end, ends: end.join(lines) + end * ends,
    st.lists(_lines, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 4),
)
_subjects = st.one_of(
    st.text(_letters, max_size=300), st.sampled_from(["", "word " * 60, "=?utf-8?q?x?="])
)
_names = st.sampled_from(
    [
        "ada@readers.example",
        "josé@readers.example",
        '"a b"@readers.example',
        f"{'a' * 64}@readers.example",
    ]
)


@dataclass(frozen=True)
class Told:
    """What a letter is made of: whether it is a digest's, its outlet, its subject, both bodies, whom it is for."""

    digest: bool
    outlet: str
    subject: str
    html: str
    text: str
    to: str


told = st.builds(
    Told, st.booleans(), _subjects, _subjects, st.one_of(st.just(""), _texts), _texts, _names
)


def letter(words: Told, *, delivery: Delivery) -> bytes:
    """Return the letter that the writer makes of any words."""
    Outlet.objects.update(name=words.outlet[:100])
    if not words.digest:
        return written(_trial(words)).content
    Letter.objects.update(subject=words.subject[:250])
    Piece.objects.update(headline=words.subject[:500] or "x", lead=words.text)
    forget()
    return written(delivery).content


def _trial(words: Told) -> Any:
    now = clock.now()
    return Trial(
        pk=1,
        person=Person(email=words.to),
        subject=words.subject,
        html=words.html,
        text=words.text,
        message_id="1@example.org",
        dated=now,
        due_at=now,
    )
