"""The demo's own web pages, from the templates beside this file."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import minijinja

from pamphleteer.project.demo.mails import Mail
from pamphleteer.project.demo.world import PartnerOutlet, Piece

FRAME_MAY = "allow-top-navigation-by-user-activation"
_SHOWN_FIRST = ("From", "To", "Date")


def partner_list(partners: Iterable[PartnerOutlet]) -> bytes:
    """Return the page that names all partner outlets."""
    return _render("partners.html", partners=list(partners))


def partner_front(partner: PartnerOutlet) -> bytes:
    """Return a partner's front page."""
    return _render("partner.html", partner=partner)


def partner_piece(partner: PartnerOutlet, piece: Piece) -> bytes:
    """Return the page of a partner's piece."""
    return _render("piece.html", partner=partner, piece=piece)


def inbox(mails: Iterable[Mail]) -> bytes:
    """Return the list of mails."""
    rows = [
        {
            "name": mail.name,
            "subject": mail.header("Subject"),
            "sender": mail.header("From"),
            "to": mail.header("Delivered-To") or mail.header("To"),
            "received": mail.received,
        }
        for mail in mails
    ]
    return _render("inbox.html", rows=[_timed(row) for row in rows])


def mail(mail: Mail) -> bytes:
    """Return one mail: headers, HTML in a sandbox, text."""
    return _render(
        "mail.html",
        mail=mail,
        subject=mail.header("Subject"),
        first=[(name, mail.header(name)) for name in _SHOWN_FIRST],
        frame_may=FRAME_MAY,
    )


def missing() -> bytes:
    """Return the page for an address that leads nowhere."""
    return _render("missing.html")


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    received = row["received"]
    return row | {"received": received.isoformat(), "clock": f"{received:%H:%M:%S} UTC"}


def _render(name: str, **context: Any) -> bytes:
    return _environment().render_template(name, **context).encode()


@cache
def _environment() -> minijinja.Environment:
    folder = files("pamphleteer.project.demo").joinpath("templates")
    return minijinja.Environment(
        loader=lambda name: folder.joinpath(name).read_text(encoding="utf-8"),
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
    )
