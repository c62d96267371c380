"""The translations of an article, as its page names them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings

from pamphleteer.desk.models import Translation
from pamphleteer.press import paths, things, voice
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.register.statements import ask_each

_SETS = "SELECT article_id, set_id FROM desk_translation WHERE article_id IN (KEYS)"


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one language; its `name` is what the language calls itself."""

    language: str
    name: str
    path: str
    here: bool = False

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def address(self) -> str:
        """Where it stands on the outlet's own site."""
        return paths.absolute(self.path, settings.SITE_URL)

    @property
    def direction(self) -> str:
        """Where its language runs."""
        return direction(self.language)


def of(keys: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """Return the other articles of the sets in which some articles are, live or not."""
    sets = dict(ask_each(_SETS, keys))
    members: dict[int, list[int]] = defaultdict(list)
    if sets:
        rows = Translation.objects.filter(set__in=set(sets.values())).order_by("article_id")
        for key, which in rows.values_list("article", "set"):
            members[which].append(key)
    return {key: tuple(one for one in members[which] if one != key) for key, which in sets.items()}


def versions(site: Site, piece: Piece) -> list[Version]:
    """Return an article and its live translations, by the codes of their languages; nothing if it has none."""
    others = site.kept("translations", piece.pk, of) or ()
    if not others:
        return []
    # One that is not live may become so.
    site.note(*map(things.article, others))
    with site.noting():
        pieces = site.pieces(others)
    if not pieces:
        return []
    found = [_version(site, one, here=one.pk == piece.pk) for one in (piece, *pieces)]
    return sorted(found, key=lambda one: (one.language.lower(), one.path))


def _version(site: Site, piece: Piece, *, here: bool) -> Version:
    language = piece.language or tag(site.outlet.language) or "en"
    return Version(language, voice.name_of(language), piece.path, here)
