"""Judge the page of a piece: whether it holds the whole of it, and is for us to carry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.collect.beside import address_of
from pamphleteer.collect.canonical import canonical, same_site, site_of
from pamphleteer.collect.dates import moment
from pamphleteer.collect.encoding import text_of
from pamphleteer.collect.errors import NotWholeError
from pamphleteer.collect.excerpts import belongs
from pamphleteer.collect.licences import recognise
from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.workshop.asking import WORKSHOP
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.collect.workshop.rebuilding import rebuilt
from pamphleteer.ground.html import plain, sanitise
from pamphleteer.ground.http import Answer
from pamphleteer.ground.text import cut, fold, squeeze
from pamphleteer.register.models import Licence, Partner

_HTML = ("text/html", "application/xhtml+xml", "")
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_FIRST_HEADING = re.compile(r"^\s*<h[2-6]>(.*?)</h[2-6]>\s*", re.DOTALL)
_H1 = re.compile(r"(</?)h1\b", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Whole:
    """The whole of a piece: what found it, and the fields of the wire item that it changes."""

    via: str
    fields: dict[str, Any]


def whole_of(item: WireItem, answer: Answer) -> Whole:
    """Return the whole piece that a page holds.

    Raises `NotWholeError`, or `SourceError` if the page can't be read; both go on from its address.
    """
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind not in _HTML:
        raise NotWholeError(f"is no HTML page ({kind[:60]})")
    page = _extracted(answer)
    _check_rights(item.licence, page)
    raw = _H1.sub(r"\1h2", page.body[: settings.COLLECT_MAX_ITEM])
    body = _without_headline(sanitise(raw, base=answer.url), item.headline)
    _check_words(item, page, plain(body))
    return Whole(page.via, {"body": body, **_told(item, page, answer.url)})


def _extracted(answer: Answer) -> Extracted:
    found = WORKSHOP.ask(
        "extract",
        seconds=settings.COLLECT_MEND_SECONDS,
        text=_text(answer),
        address=answer.url,
    )
    page = rebuilt(Extracted, found) if found else Extracted()
    if page.paid:
        raise NotWholeError("stands behind a paywall")
    if not page.body.strip():
        raise NotWholeError("has no text that could be found")
    return page


def _text(answer: Answer) -> str:
    said = answer.content_type
    declared = _CHARSET.search(answer.content[:4096])
    if declared and "charset" not in said.lower():
        said = f"charset={declared[1].decode('ascii', 'replace')}"
    text = text_of(answer.content, content_type=said)
    if not text.strip():
        raise NotWholeError("is an empty page")
    return text


def _check_rights(ours: Licence, page: Extracted) -> None:
    for said in page.licences:
        theirs = recognise(said)
        if theirs and ours.allows_more_than(theirs):
            raise NotWholeError(
                f"is under {theirs}, which allows less than {ours}, the licence on the wire: "
                "the partner's or the source's licence should be looked at"
            )


def _check_words(item: WireItem, page: Extracted, words: str) -> None:
    given = plain(item.body) or item.lead
    if not belongs(
        words,
        headline=item.headline,
        excerpt=given,
        title=page.title,
        description=page.description,
    ):
        raise NotWholeError("says something else than the feed")
    if len(words) <= len(given):
        raise NotWholeError("says no more than the feed")


def _without_headline(body: str, headline: str) -> str:
    """Take off a heading that only repeats the headline."""
    first = _FIRST_HEADING.match(body)
    same = first and fold(plain(first[1])) == fold(squeeze(headline))
    return body[first.end() :] if first and same else body


def _told(item: WireItem, page: Extracted, address: str) -> dict[str, Any]:
    """Return what the page tells and the feed did not."""
    told: dict[str, Any] = {}
    names = [cut(plain(name), 200) for name in page.authors]
    if names and not item.authors:
        partner = item.source.partner.credit_line
        told = {"authors": names, "credit": item.licence.credit(partner=partner, authors=names)}
    if not item.language and _LANGUAGE.fullmatch(page.language.replace("_", "-")[:20]):
        told["language"] = page.language.replace("_", "-")[:20]
    if not item.published and (published := moment(page.published)):
        told["published"] = published
    if not item.updated and (updated := moment(page.updated)):
        told["updated"] = updated
    if not item.pictures and page.picture and (url := address_of(page.picture.url)):
        picture = page.picture
        words = {"alt": cut(picture.alt, 500), "credit": cut(picture.credit, 300)}
        told["pictures"] = [{"url": url, **words, "width": None, "height": None}]
    if known := _canonical(item, page.canonical, address):
        told["canonical"] = known
    return told


def _canonical(item: WireItem, said: str, address: str) -> str:
    """Return the address that a page gives as its own, if it is for it to say so."""
    url = canonical(said)
    site = site_of(url)
    # A front page is no piece's own address, whatever some systems say.
    if not site or (urlsplit(url).path == "/" and not urlsplit(url).query):
        return ""
    # Nor is one that another piece of the source has: some systems name a section on every page.
    if WireItem.objects.filter(source=item.source_id, canonical=url).exclude(pk=item.pk).exists():
        return ""
    ours = same_site(site, site_of(address)) or any(same_site(site, one) for one in _partners())
    return url if ours else ""


def _partners() -> Iterator[str]:
    """Yield the servers of partners and their sources."""
    for url in Partner.objects.exclude(url="").values_list("url", flat=True):
        yield site_of(url)
    for url in Source.objects.values_list("url", flat=True).iterator():
        yield site_of(url)
