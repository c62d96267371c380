"""The partner outlets' web server: a feed, a front page and article pages for each, on loopback."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus

from pamphleteer.project.demo import feeds, pages
from pamphleteer.project.demo.loopback import Answer, LoopbackServer, tagged
from pamphleteer.project.demo.world import PartnerOutlet, Piece, partners


class PartnerServer(LoopbackServer):
    """Serves all partner outlets, each below its own name, as they stood when `now` was."""

    def __init__(self, *, now: datetime, port: int = 0) -> None:
        """Take the port, or any free one for 0; raises `OSError` if it is taken."""
        self._now = now
        self._partners = {partner.slug: partner for partner in partners()}
        super().__init__(self._answer, port=port)

    def home_of(self, partner: PartnerOutlet) -> str:
        """Return the address of a partner's front page, under which all of its pages are."""
        return f"{self.address}{partner.slug}/"

    def feed_of(self, partner: PartnerOutlet) -> str:
        """Return the address of a partner's feed."""
        return f"{self.home_of(partner)}feed"

    def _answer(self, path: str, asked: Mapping[str, str]) -> Answer:
        slug, _, name = path.lstrip("/").partition("/")
        if not slug:
            return tagged(Answer(pages.partner_list(self._partners.values())), asked)
        if slug in self._partners:
            return self._of(self._partners[slug], name, asked)
        return _missing()

    def _of(self, partner: PartnerOutlet, name: str, asked: Mapping[str, str]) -> Answer:
        newest = partner.pieces[0]
        if name == "feed":
            feed = feeds.feed(partner, home=self.home_of(partner), now=self._now)
            answer = Answer(feed, feeds.KINDS[partner.feed])
            return tagged(answer, asked, modified=self._modified(newest))
        if not name:
            answer = Answer(pages.partner_front(partner))
            return tagged(answer, asked, modified=self._modified(newest))
        for piece in partner.pieces:
            if name == f"{piece.name}.html":
                answer = Answer(pages.partner_piece(partner, piece))
                return tagged(answer, asked, modified=self._modified(piece))
        return _missing()

    def _modified(self, piece: Piece) -> str:
        return format_datetime(feeds.date_of(piece, now=self._now), usegmt=True)


def _missing() -> Answer:
    return Answer(pages.missing(), status=HTTPStatus.NOT_FOUND)
