"""What `sources read --json` says, under the names that feedparser's public cases use."""

import re
from typing import Any, Self
from urllib.parse import unquote

from pamphleteer.collect.dates import moment
from pamphleteer.ground.html import plain, sanitise

TAG = re.compile(r"<(/?[a-z][a-z0-9]*)")
HREF = re.compile(r'href="([^"]*)"')
MAIL = re.compile(r"\s*[(<]?\S+@\S+[)>]?\s*")


class Kept(dict[str, Any]):
    """A dictionary that may be asked by attribute, as feedparser's may."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def has_key(self, name: str) -> bool:
        return name in self


class Text(str):  # noqa: SLOT000
    """Words, and their markup where we keep it; equal to HTML that says the same."""

    html: str

    def __new__(cls, words: str, html: str = "") -> Self:
        text = super().__new__(cls, words)
        text.html = html
        return text

    def __eq__(self, expected: object) -> bool:
        if not isinstance(expected, str):
            return False
        ours, theirs = _structure(self.html), _structure(sanitise(expected))
        if self.html and ours[0] == str(self) and theirs[1]:
            return ours == theirs
        return str(self) in {plain(expected), " ".join(expected.split())}

    __hash__ = str.__hash__


class Name(str):  # noqa: SLOT000
    """Somebody's name; the mail address beside it is never kept."""

    def __eq__(self, expected: object) -> bool:
        return isinstance(expected, str) and str(self) == MAIL.sub("", expected)

    __hash__ = str.__hash__


class Date(str):  # noqa: SLOT000
    """A date, equal to any other way of writing it."""

    def __eq__(self, expected: object) -> bool:
        return isinstance(expected, str) and moment(expected) == moment(self)

    __hash__ = str.__hash__


def _structure(html: str) -> tuple[str, list[str], list[str]]:
    # A paragraph around all of it says nothing.
    tags = [tag for tag in TAG.findall(html) if tag.lstrip("/") != "p"]
    return plain(html), tags, [unquote(href) for href in HREF.findall(html)]


def result(told: dict[str, Any]) -> dict[str, Any]:
    """Return what one line of JSON says as feedparser's result has it."""
    feed = _feed(told)
    return {
        "feed": feed,
        "entries": [_entry(item) for item in told["items"]],
        "bozo": "mended" in told["_pamphleteer"],
    }


def _feed(told: dict[str, Any]) -> Kept:
    ours = told["_pamphleteer"]
    text = Text(told["title"])
    about = Text(told.get("description", ""))
    rights = Text(ours.get("rights", ""))
    feed = Kept(title=text, title_detail=Kept(value=text))
    for name in ("description", "subtitle", "tagline", "info"):
        feed |= {name: about, f"{name}_detail": Kept(value=about)}
    for name in ("rights", "copyright"):
        feed |= {name: rights, f"{name}_detail": Kept(value=rights)}
    feed |= _given(
        link=told.get("home_page_url"),
        id=ours.get("id"),
        guid=ours.get("id"),
        language=told.get("language"),
        license=ours.get("licence"),
        ttl=str(int(ours["every"] / 60)) if "every" in ours else None,
    )
    feed |= _dates(published=ours.get("published"), updated=ours.get("updated"))
    return Kept(feed | _people(told))


def _entry(item: dict[str, Any]) -> Kept:
    ours = item["_pamphleteer"]
    html = item.get("content_html", "")
    body = Text(plain(html), html)
    about = Text(item.get("summary") or plain(html), html)
    title = Text(item.get("title", ""))
    rights = Text(ours.get("rights", ""))
    entry = Kept(
        title=title,
        title_detail=Kept(value=title),
        id=item["id"],
        guid=item["id"],
        content=[Kept(value=body, language=item.get("language"))],
        tags=[Kept(term=tag, label=tag) for tag in item.get("tags", ())],
        enclosures=[_enclosure(one) for one in item.get("attachments", ())],
    )
    for name in ("summary", "description", "subtitle"):
        entry |= {name: about, f"{name}_detail": Kept(value=about)}
    for name in ("rights", "copyright"):
        entry |= {name: rights, f"{name}_detail": Kept(value=rights)}
    published, updated = item.get("date_published"), item.get("date_modified")
    entry |= _dates(published=published, created=published, updated=updated or published)
    entry |= _given(
        link=item.get("url"), language=item.get("language"), license=ours.get("licence")
    )
    if origin := ours.get("origin"):
        words = Text(origin.get("title", ""))
        entry["source"] = Kept(
            title=words,
            title_detail=Kept(value=words),
            link=origin.get("url"),
            href=origin.get("url"),
        )
    return Kept(entry | _people(item))


def _people(parent: dict[str, Any]) -> dict[str, Any]:
    authors = [
        Kept(name=Name(one.get("name", "")), url=one.get("url"), href=one.get("url"))
        for one in parent.get("authors", ())
    ]
    if not authors:
        return {}
    return {"authors": authors, "author_detail": authors[-1], "author": authors[-1]["name"]}


def _enclosure(one: dict[str, Any]) -> Kept:
    size = one.get("size_in_bytes")
    return Kept(_given(href=one["url"], length=str(size) if size else None, type=one["mime_type"]))


def _dates(**told: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, said in told.items():
        if said and (at := moment(said)):
            found |= {name: Date(said), f"{name}_parsed": tuple(at.utctimetuple())}
    return found


def _given(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
