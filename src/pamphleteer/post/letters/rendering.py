"""Letters made of what they say: HTML that mail programs can show, and text, both small enough for all of them."""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from pamphleteer.ground.text import cut
from pamphleteer.post import tokens
from pamphleteer.post.letters import slots
from pamphleteer.post.letters.contents import Contents, House, Item
from pamphleteer.post.letters.flowed import flowed
from pamphleteer.post.letters.mime import Bodies, shortest
from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.languages import direction, tag

LARGEST = 98_000  # bytes of HTML, as it travels: some inboxes cut what is over 100 KB
MOST = 60  # pieces
# Characters of a lead, and whether all pieces have their pictures: all of that gives way before a piece does.
_STEPS = ((320, True), (200, True), (200, False), (100, False), (0, False))
_NOTE = (5_000, 40)  # characters and paragraphs of a note: beyond that it would push all pieces out
_MIRRORS = 10
_DIGEST = "post/letters/digest"
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_BETWEEN = re.compile(r"\n\s*\n")
_ISOLATES = re.compile("[\u2066-\u2069]")
log = logging.getLogger(__name__)


def digest(contents: Contents, house: House) -> Bodies:
    """Return a digest's letter with slots; what does not fit is counted, with a link to its page.

    Where the outlet's own templates are wrong, or leave out the way to leave, it is made of the house's.
    """
    told, flaw = _Told(_DIGEST, contents, house), None
    for plain in (False, True):
        try:
            html, fitting = told.html(plain=plain)
            text = told.text(fitting, plain=plain)
        except ThemeError as error:
            if plain:
                raise
            log.warning("%s: the letter is made of the house's template", error)
            flaw = error
        else:
            break
    return Bodies(contents.subject, html, text, flaw)


def notice(
    name: str, subject: str, house: House, *, links: Mapping[str, str], **given: Any
) -> Bodies:
    """Return a letter about a reader's own asking; `name` is its template's, `links` it can't do without.

    Where the outlet's own templates are wrong it is made of the house's: somebody is waiting for it.
    """
    template = f"post/letters/{name}"
    context = {**_shared(house, house.language), "subject": subject, **links, **given}
    flaw = None
    try:
        bodies = _both(template, context, plain=False)
        _needed(template, bodies, links.values())
    except ThemeError as error:
        log.warning("%s: the letter is made of the house's template", error)
        bodies, flaw = _both(template, context, plain=True), error
    return Bodies(subject, *bodies, flaw)


class _Told:
    """One letter on its way to a size that fits."""

    def __init__(self, template: str, contents: Contents, house: House) -> None:
        self._template = template
        self._house = house
        self._contents = replace(contents, note=_short(slots.without(contents.note)))

    def html(self, *, plain: bool) -> tuple[str, Contents]:
        """Return the fullest HTML that is small enough, and what it says."""
        for contents in _shrinking(self._contents):
            made = theme.render(f"{self._template}.html", plain=plain, **self._context(contents))
            self._check(f"{self._template}.html", made, contents)
            if shortest(made)[1] <= LARGEST:
                return made, contents
        raise ThemeError(f"{self._template}.html", f"one piece makes more than {LARGEST:,} bytes")

    def text(self, contents: Contents, *, plain: bool) -> str:
        """Return the text, in short lines."""
        name = f"{self._template}.txt"
        made = _text(theme.render(name, plain=plain, **self._context(contents)))
        self._check(name, made, contents)
        return made

    def _context(self, contents: Contents) -> dict[str, Any]:
        shown = {name: getattr(contents, name) for name in contents.__slots__}
        return {
            **_shared(self._house, contents.language),
            **shown,
            "sections": contents.sections,
            "leave": tokens.way(slots.LEAVE, purpose=tokens.LEAVE),
            "choices": _choices() if contents.choices else "",
        }

    def _check(self, name: str, made: str, contents: Contents) -> None:
        needed = [slots.LEAVE, *([slots.CHOICES] if contents.choices else [])]
        _needed(name, (made,), needed)


def _choices() -> str:
    return tokens.way(slots.CHOICES, purpose=tokens.CHOOSE)


def _shared(house: House, language: str) -> dict[str, Any]:
    return {
        "outlet": house,
        "mirrors": house.mirrors[:_MIRRORS],
        "look": asdict(house.look),
        "language": tag(language) or "en",
        "direction": direction(language),
        # Of what the outlet itself wrote: its note, the names of its topics.
        "home_language": tag(house.language) or "en",
        "home_direction": direction(house.language),
        "site_url": house.site_url,
        "signup_url": house.signup_url,
    }


def _short(note: str) -> str:
    """Return a note, or its beginning where it is longer than notes are."""
    most, paragraphs = _NOTE
    kept, left = list[str](), most
    for paragraph in filter(None, map(str.strip, _BETWEEN.split(note.replace("\r\n", "\n")))):
        if not left or len(kept) == paragraphs:
            break
        kept.append(cut(paragraph, left) if len(paragraph) > left else paragraph)
        left = max(0, left - len(paragraph))
    return "\n\n".join(kept)


def _both(template: str, context: dict[str, Any], *, plain: bool) -> tuple[str, str]:
    html = theme.render(f"{template}.html", plain=plain, **context)
    return html, _text(theme.render(f"{template}.txt", plain=plain, **context))


def _text(made: str) -> str:
    """Return a text in short lines; the marks that set names apart stay only where letters run both ways."""
    if not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in made):
        made = _ISOLATES.sub("", made)
    return flowed(made)


def _needed(template: str, bodies: Iterable[str], addresses: Iterable[str]) -> None:
    """Raise `ThemeError` if a body lacks an address that its reader can't do without."""
    for address in addresses:
        if not all(address in body for body in bodies):
            raise ThemeError(template, "it leaves out an address that its readers need")


def _shrinking(contents: Contents) -> Iterator[Contents]:
    """Yield what the letter may say, ever less: shorter leads, then fewer pictures, then fewer pieces."""
    items = contents.items[:MOST]
    contents = replace(contents, items=items, more=contents.more + len(contents.items) - len(items))
    for length, pictures in _STEPS:
        shorter = tuple(
            _less(item, length, pictures or not place) for place, item in enumerate(items)
        )
        yield replace(contents, items=shorter)
    while len(shorter) > 1:
        kept = shorter[: len(shorter) * 9 // 10]
        contents = replace(contents, more=contents.more + len(shorter) - len(kept))
        shorter = kept
        yield replace(contents, items=shorter)


def _less(item: Item, length: int, pictures: bool) -> Item:
    lead = cut(item.lead, length) if length else ""
    return replace(item, lead=lead, picture=item.picture if pictures else None)
