"""Pictures as pages show them, and the files that they need beside them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.urls import reverse

from pamphleteer.desk.models import Article, Picture, TopicPicture
from pamphleteer.desk.models.picture import Rendition
from pamphleteer.ground.html import sanitise
from pamphleteer.press import theme
from pamphleteer.press.languages import direction, tag

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# As the desk keeps a picture within a text; and how it stands in a text that was made harmless,
# where no other comment is left.
_EMBEDDED = re.compile(r'<embed\b[^<>]*\bembedtype="picture"[^<>]*>')
_KEY = re.compile(r'\bid="(\d{1,18})"')
_MARK = re.compile(r"<!--picture (\d+)-->")
_EMBED, _MARKED = "<embed", "<!--"  # how they begin: most texts have none
_ORDER = list(TYPES)  # a browser takes the first one that it can show


@dataclass(frozen=True, slots=True)
class Size:
    """One file among those that a browser may choose from."""

    href: str
    width: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words; `base` is where its files are, nothing for the site's own folder."""

    alt: str
    credit: str
    width: int
    height: int
    sources: tuple[tuple[str, tuple[Size, ...]], ...]
    plain: Size
    base: str = ""


def path_of(rendition: Rendition) -> str:
    """Return where a file of a picture lies below `public/`."""
    return f"pictures/{rendition.name}"


def at_desk(picture: Picture) -> Figure:
    """Return a picture as it is shown before it is published: its files are served by the desk."""
    address = reverse("desk_picture_file", args=["x"]).removesuffix("x")
    return figure(picture, base=address)


def used() -> Iterator[Picture]:
    """Yield the pictures of what is live, and of topics."""
    live = Article.objects.live()
    leading = live.exclude(picture=None).values("picture")
    bodies = live.filter(body__contains='embedtype="picture"').values_list("body", flat=True)
    within = {key for body in bodies.iterator(500) for key in keys_in(body)}
    topics = TopicPicture.objects.values("picture")
    wanted = Picture.objects.filter(Q(pk__in=leading) | Q(pk__in=within) | Q(pk__in=topics))
    yield from wanted.order_by("pk").iterator(500)


def keys_in(body: str) -> list[int]:
    """Return the keys of the pictures within a text, as the desk keeps it."""
    return [int(key[1]) for tag in _EMBEDDED.findall(body) if (key := _KEY.search(tag))]


def marked(text: str) -> list[int]:
    """Return the keys of the pictures within a text that was made harmless."""
    return [int(key) for key in _MARK.findall(text)] if _MARKED in text else []


def harmless(body: str) -> str:
    """Return a text made harmless, with a mark where each of its pictures stands."""
    if _EMBED not in body:
        return sanitise(body)
    made, at = [], 0
    for found in _EMBEDDED.finditer(body):
        made.append(sanitise(body[at : found.start()]))
        made += [f"<!--picture {key}-->" for key in keys_in(found[0])]
        at = found.end()
    made.append(sanitise(body[at:]))
    return "\n".join(piece for piece in made if piece)


def with_figures(
    text: str,
    figures: Mapping[int, Figure],
    *,
    root: str,
    language: str,
    among: str = "",
    first: bool = False,
    template: str = "press/picture.html",
) -> str:
    """Return a harmless text with its pictures; the `first` of a page is loaded at once.

    The `language` is the outlet's; the text is `among` words of another one, if it is said.
    """
    if _MARKED not in text:
        return text
    shown = 0

    def drawn(found: re.Match[str]) -> str:
        nonlocal shown
        picture = figures.get(int(found[1]))
        if picture is None:
            return ""
        shown += 1
        loading = "eager" if first and shown == 1 else "lazy"
        return theme.render(
            template,
            picture=picture,
            root=root,
            loading=loading,
            language=tag(language) or "en",
            direction=direction(language),
            ours=bool(among),
        )

    return _MARK.sub(drawn, text)


def figure(picture: Picture, base: str = "") -> Figure:
    """Return a picture as pages show it."""
    files = sorted(picture.renditions, key=lambda one: (_ORDER.index(_ending(one)), one.width))
    sets = {
        ending: tuple(Size(one.name, one.width) for one in some)
        for ending, some in groupby(files, key=_ending)
    }
    last = files[-1]
    return Figure(
        alt=picture.alt,
        credit=picture.credit,
        width=last.width,
        height=last.height,
        sources=tuple((TYPES[ending], sizes) for ending, sizes in sets.items() if ending != "jpg"),
        plain=Size(last.name, last.width),
        base=base,
    )


def _ending(rendition: Rendition) -> str:
    return rendition.name.rpartition(".")[2]
