"""The inbox as a web page: the mails received, newest first, and each of them whole."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from pamphleteer.project.demo import mails, pages
from pamphleteer.project.demo.loopback import Answer, LoopbackServer
from pamphleteer.project.demo.mails import Mail

_HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
_LINKS_LEAVE_THE_FRAME = '<base target="_top">'
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# What a careful mail program allows: no script, nothing fetched, no forms; links may be followed.
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    f"sandbox {pages.FRAME_MAY}"
)


class InboxPages(LoopbackServer):
    """Shows the mails of a folder."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        """Take the port, or any free one for 0; raises `OSError` if it is taken."""
        self._folder = folder
        super().__init__(self._answer, port=port)

    def _answer(self, path: str, _asked: Mapping[str, str]) -> Answer:
        if path == "/":
            return _page(pages.inbox(mails.newest_first(self._folder)))
        parts = path.split("/")
        if parts[:2] != ["", "mail"]:
            return _missing()
        match parts[2:]:
            case [name]:
                view = ""
            case [name, ("html" | "raw") as view]:
                pass
            case _:
                return _missing()
        mail = mails.read(self._folder, name)
        return _views[view](mail) if mail else _missing()


def _whole(mail: Mail) -> Answer:
    return _page(pages.mail(mail))


def _html(mail: Mail) -> Answer:
    html, found = _HEAD.subn(lambda head: head[0] + _LINKS_LEAVE_THE_FRAME, mail.html, count=1)
    shown = html if found else _LINKS_LEAVE_THE_FRAME + html
    return Answer(shown.encode(), headers={"Content-Security-Policy": _MAIL_POLICY})


def _raw(mail: Mail) -> Answer:
    return Answer(
        mail.raw, "text/plain; charset=utf-8", headers={"Content-Security-Policy": "sandbox"}
    )


_views = {"": _whole, "html": _html, "raw": _raw}


def _page(html: bytes, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store"}
    return Answer(html, status=status, headers=headers)


def _missing() -> Answer:
    return _page(pages.missing(), HTTPStatus.NOT_FOUND)
