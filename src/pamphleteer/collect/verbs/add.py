"""Add a source, and its partner if it is a new one."""

import re
from collections.abc import Mapping
from urllib.parse import urldefrag

from django.db import IntegrityError, transaction

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Former, Source
from pamphleteer.collect.pages import checked_selectors
from pamphleteer.ground import clock
from pamphleteer.ground.http import AddressError, checked, host_of
from pamphleteer.ground.text import one_line, slugify
from pamphleteer.register.models import Licence, Partner
from pamphleteer.register.verbs import journal

_NAME_LENGTH = 200
_CREDIT_LENGTH = 300
_FEED = re.compile(r"^feed:(?://(?!https?:)|(?://)?(https?://))", re.IGNORECASE)


def add(
    url: str,
    *,
    partner_name: str,
    licence_slug: str = "",
    credit: str = "",
    partner_url: str = "",
    kind: Source.Kind = Source.Kind.FEED,
    looked_at: bool = False,
    selectors: Mapping[str, str] | None = None,
) -> Source:
    """Add a feed or an archive page of a partner, made with that licence if the name is a new one.

    What was `looked_at` is at its address itself, where another source may have been before.
    Raises `RefusedError`.
    """
    selected = checked_selectors(selectors or {})
    address = source_address(url)
    if found := Source.objects.filter(url=address).select_related("partner").first():
        raise RefusedError(f"{address} is a source already, of {found.partner}.")
    if not looked_at and (before := Former.objects.filter(url=address).first()):
        raise RefusedError(
            f"{address} is a source already, which moved to {before.source.url}: add it without "
            "--unchecked if there is another feed now."
        )
    try:
        with transaction.atomic():
            partner = _partner(partner_name, licence_slug, credit, partner_url)
            source = Source.objects.create(
                partner=partner,
                url=address,
                host=host_of(address),
                kind=kind,
                selectors=selected,
                due_at=clock.now(),
            )
            journal.write("source.added", source)
            return source
    except IntegrityError as error:
        raise RefusedError(f"{address} is a source already: it was added just now.") from error


def partner_named(name: str) -> Partner | None:
    """Return the partner who is here by that name, however it is spelt; raises `RefusedError`."""
    _, slug = _named(name)
    return Partner.objects.at([slug]).get(slug)


def check_partner(
    name: str, *, licence_slug: str = "", credit: str = "", url: str = "", may_ask: bool = False
) -> None:
    """Check whose a source is to be, before anything is fetched; raises `RefusedError`.

    With `may_ask` the licence of a new partner may still be missing.
    """
    check_words(credit=credit, url=url)
    shown, _ = _named(name)
    licence = licence_named(licence_slug) if licence_slug else None
    if known := partner_named(name):
        _same(known, licence, credit=credit, url=url)
    elif licence is None and not may_ask:
        raise RefusedError(
            f"“{shown}” is a new partner: say its licence too (known: {_licences()})."
        )


def check_words(*, credit: str, url: str) -> None:
    """Check what is said of a partner, whoever it is; raises `RefusedError`."""
    if len(one_line(credit)) > _CREDIT_LENGTH:
        raise RefusedError(
            f"The credit line is longer than {_CREDIT_LENGTH} characters: say it in fewer."
        )
    if url:
        source_address(url)


def _named(name: str) -> tuple[str, str]:
    shown = one_line(name)
    slug = slugify(shown, otherwise="")
    if not slug or len(shown) > _NAME_LENGTH:
        raise RefusedError(f"“{shown[:80]}” is no partner's name; 1 to 200 letters are expected.")
    return shown, slug


def _partner(name: str, licence_slug: str, credit: str, url: str) -> Partner:
    check_partner(name, licence_slug=licence_slug, credit=credit, url=url)
    if known := partner_named(name):
        return known
    shown, slug = _named(name)
    licence = licence_named(licence_slug)
    partner, _ = Partner.objects.get_or_create(
        slug=slug,
        defaults={
            "name": shown,
            "url": source_address(url) if url else "",
            "licence": licence,
            "credit": one_line(credit),
        },
    )
    return _same(partner, licence, credit=credit, url=url)


def _same(partner: Partner, licence: Licence | None, *, credit: str, url: str) -> Partner:
    """Return the partner, unless something else is said of it than what is here."""
    if licence not in {None, partner.licence}:
        raise _another(partner, "under", str(partner.licence), f"{licence}", what="licence")
    if credit and one_line(credit) not in {partner.credit, partner.credit_line}:
        told = f"“{partner.credit_line}”"
        raise _another(partner, "credited as", told, f"“{one_line(credit)}”", what="credit line")
    if url and source_address(url) != partner.url:
        raise _another(partner, "at", partner.url or "no address", url[:200], what="site")
    return partner


def _another(partner: Partner, how: str, here: str, said: str, *, what: str) -> RefusedError:
    return RefusedError(
        f"{partner} is here already, {how} {here} and not {said}: "
        f"leave the {what} out, or change the partner at the desk."
    )


def licence_named(slug: str) -> Licence:
    """Return the licence of that short name; raises `RefusedError`."""
    licence = Licence.objects.filter(slug=slug).first()
    if not licence:
        raise RefusedError(f"“{slug[:80]}” is no licence that is known (known: {_licences()}).")
    return licence


def _licences() -> str:
    return ", ".join(Licence.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"


def _on_the_web(feed: re.Match[str]) -> str:
    return feed[1] or "http://"


def source_address(url: str) -> str:
    """Return an address in the form in which sources are known; raises `RefusedError`.

    The scheme of feed readers, `feed:`, stands for that of the web.
    """
    try:
        return urldefrag(checked(_FEED.sub(_on_the_web, url.strip()))).url
    except AddressError as error:
        raise RefusedError(f"“{one_line(url)[:200]}” {error}.") from error
