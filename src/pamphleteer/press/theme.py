"""The theme: templates and the stylesheet, the outlet's own before those of the rooms."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import minijinja
from django.conf import settings

from pamphleteer.press import alternates, apart, engine, voice
from pamphleteer.press.dress import Dress
from pamphleteer.press.engine import Folders, Later
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.frame import Frame, frame_of
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.models import File
from pamphleteer.press.paths import absolute, root_of
from pamphleteer.press.patterns import Pattern
from pamphleteer.register.models import Outlet

STYLE = "press/style.css"
MORE_STYLE = "press/more.css"  # which an outlet may have: it stands behind the stylesheet
ICON = "press/icon.svg"
# Any template that is named in another one, whether it is extended, included or imported there.
_NAMED = re.compile(r"[\"']([\w./-]+\.(?:html|xml|svg))[\"']")
_END_OF_STYLE = re.compile(r"</(?=style)", re.IGNORECASE)
_SOURCES = (".html", ".xml", ".svg", ".txt", ".css")
_PATIENCE = 20  # times running that one template fails in one manner, until the next pressing
_GRAVE = 7  # times that one fault counts which took long
_faults: dict[str, tuple[ThemeError, int]] = {}
_seen = {"theme": ""}
_looked_up: dict[str, tuple[Path, list[Path], Folders]] = {}


@dataclass(frozen=True, slots=True)
class Around:
    """What pages are given that lie at one depth of the site, and what was made of it."""

    told: dict[str, Any]
    patterns: dict[Any, Pattern | None]


def render(template: str, *, plain: bool = False, **context: Any) -> str:
    """Return a template with what it shows, as `made` does."""
    return made(template, plain=plain, **context).decode()


def made(
    template: str, *, plain: bool = False, later: Later | None = None, **context: Any
) -> bytes:
    """Return a template with what it shows, as files hold it; raises `ThemeError` if it is missing or wrong.

    What the outlet's own templates have a part in is made in a process apart; with `plain` they have none.
    They are given what others put in `later`, and may do with it what they like.
    """
    return _made(template, context, plain, later)


def _made(template: str, context: dict[str, Any], plain: bool, later: Later | None) -> bytes:
    if plain:
        return engine.made(template, _packaged(), context, later)
    known, times = _faults.get(template, (None, 0))
    if known and times >= _PATIENCE:
        raise known
    looked_up = folders()
    try:
        if _is_own(template, looked_up):
            whole = {**context, **later.words()} if later else context
            shown = apart.made(template, looked_up, whole)
        else:
            shown = engine.made(template, looked_up, context, later)
    except ThemeError as error:
        again = known and (known.template, known.line) == (error.template, error.line)
        _faults[template] = (error, (times if again else 0) + (_GRAVE if error.grave else 1))
        raise
    _faults.pop(template, None)
    return shown


def render_page(template: str, *, path: str | None, plain: bool = False, **context: Any) -> str:
    """Return a page as `page` does, as words."""
    return page(template, path=path, plain=plain, **context).decode()


def page(
    template: str,
    *,
    path: str | None,
    plain: bool = False,
    later: Later | None = None,
    **context: Any,
) -> bytes:
    """Return a page for its path below `public/`, every link relative to that.

    Without a path the page may be shown at any address: its links to the site are absolute, and it
    carries its style in itself.
    """
    return _made(template, _given(path, context), plain, later)


def part(template: str, *, outlet: Outlet, **context: Any) -> bytes:
    """Return a part of pages that may stand on any of them: its links begin with `ANY_ROOT`."""
    return made(template, **told(outlet, minijinja.safe(engine.ANY_ROOT)), **context)


def told(outlet: Outlet, root: str) -> dict[str, Any]:
    """Return what parts of pages are given, besides what they show."""
    return {
        "outlet": outlet,
        "root": root,
        "language": tag(outlet.language) or "en",
        "direction": direction(outlet.language),
    }


def style(outlet: Outlet | None = None) -> str:
    """Return the stylesheet, with the look that the outlet has chosen behind it."""
    return _style(folders(), frame_of(outlet or Outlet.objects.the()).dress)


def style_path(outlet: Outlet | None = None) -> str:
    """Return where the stylesheet lies below `public/`: another style has another name."""
    return f"assets/style.{_print(style(outlet))}.css"


def icon(outlet: Outlet) -> str:
    """Return the picture that browsers put beside the outlet's name: its first letter."""
    shown = _letter(outlet), frame_of(outlet).dress.light
    return _icon(folders(), *shown) or _icon(_packaged(), *shown)


def own_style(outlet: Outlet) -> None:
    """Raise `ThemeError` if the outlet's own stylesheet is wrong, and the one before stands in its place."""
    _worn(folders(), frame_of(outlet).dress)


def own_icon(outlet: Outlet) -> None:
    """Raise `ThemeError` if the outlet's own picture is wrong, and another one stands in its place."""
    render(ICON, letter=_letter(outlet), accent=frame_of(outlet).dress.light)


def icon_path(outlet: Outlet) -> str:
    """Return where the picture lies below `public/`."""
    return f"assets/icon.{_print(icon(outlet))}.svg"


def style_hash(outlet: Outlet | None = None) -> str:
    """Return the source expression of the inlined style (CSP 3, section 2.3.1)."""
    return source_hash(style(outlet))


def source_hash(text: str) -> str:
    """Return the source expression that allows exactly this inlined text."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def forms_origin() -> str:
    """Return the one place that forms may be sent to, as a source expression."""
    return _origin(settings.SIGNUP_URL)


@lru_cache(maxsize=8)
def _origin(url: str) -> str:
    parts = urlsplit(url)
    # The grammar of source expressions has no addresses in brackets.
    if ":" in (parts.hostname or ""):
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{parts.netloc}"


def sources(templates: Iterable[str]) -> str:
    """Return the source of some templates, and of all that they extend and include."""
    return _sources(tuple(templates), folders())


def shared(outlet: Outlet) -> str:
    """Return what all pages are made from besides their templates: the outlet, its frame, its places."""
    fields = {field.attname: getattr(outlet, field.attname) for field in outlet._meta.fields}
    places = settings.SITE_URL, settings.SIGNUP_URL, settings.SEARCH_URL
    files, parts = (style_path(outlet), icon_path(outlet)), sources([engine.PIECE])
    looks = files, parts, voice.edition(outlet.language), engine.VERSION
    return repr((sorted(fields.items()), places, frame_of(outlet), looks))


def folders() -> Folders:
    """Return where templates are looked up, the outlet's own folder first."""
    own, others = settings.THEME, settings.PRESS_TEMPLATES
    known = _looked_up.get("now")
    if known is None or known[0] is not own or known[1] is not others:
        known = _looked_up["now"] = own, others, (str(own), *_packaged())
    return known[2]


def has_own(template: str) -> bool:
    """Tell whether the outlet's own folder has a part in a template."""
    return _is_own(template, folders())


def fingerprint() -> str:
    """Return a hash of all that lies in the outlet's own folder of templates and can be read."""
    found = sha256()
    for path in _own_files(Path(settings.THEME)):
        try:
            held = path.read_bytes()
        except OSError as error:
            held = str(error).encode()
        found.update(f"{path}\0{len(held)}\0".encode("utf-8", "surrogateescape") + held)
    return found.hexdigest()


def reload(lies: str = "") -> str:
    """Forget the templates read so far if others lie there now; return their fingerprint, `lies` if it is known."""
    _faults.clear()
    lies = lies or fingerprint()
    now = f"{folders()} {lies}"
    if now == _seen["theme"]:
        return lies
    _seen["theme"] = now
    engine.forget()
    apart.end()
    for known in (_source, _sources, _is_own, _icon, _style):
        known.cache_clear()
    return lies


def around(outlet: Outlet, path: str | None) -> Around:
    """Return what all pages are given from which one way leads up to the folder of the site."""
    frame, site = frame_of(outlet), settings.SITE_URL
    now = frame, folders(), _seen["theme"], site, settings.SIGNUP_URL, settings.SEARCH_URL
    # On the row itself, as the frame is: for each way up to the folder of the site.
    before, kept = vars(outlet).get("_base", (None, {}))
    if before != now:
        kept = {}
        vars(outlet)["_base"] = now, kept
    root = None if path is None else root_of(path)
    if root not in kept:
        kept[root] = Around(_shared(outlet, frame, root), {})
    found: Around = kept[root]
    return found


def _given(path: str | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page is given: what every page is, and what the caller gives itself."""
    shared = around(context.get("outlet") or Outlet.objects.the(), path).told
    address = None if path is None else absolute(path, settings.SITE_URL)
    return {**shared, "path": path, "address": address, **context}


def _shared(outlet: Outlet, frame: Frame, root: str | None) -> dict[str, Any]:
    inlined = root is None
    allowed = f"'{style_hash(outlet)}'" if inlined else "'self' file:"
    return {
        **told(outlet, settings.SITE_URL if root is None else root),
        "site_url": settings.SITE_URL,
        "signup_url": settings.SIGNUP_URL,
        "search_url": settings.SEARCH_URL,
        "description": outlet.tagline,
        "fixed_pages": frame.pages,
        "logo": frame.logo_for(root),
        "feeds": alternates.of(outlet.name),
        "inlined": minijinja.safe(style(outlet)) if inlined else None,
        "stylesheet": style_path(outlet),
        "icon": frame.icon or icon_path(outlet),
        "policy": minijinja.safe(policy(style=allowed)),
        "ours": False,  # where the house's words are among those of another language
    }


def policy(*, style: str) -> str:
    """Return the content security policy of a page: nothing but its style and its form."""
    # Chromium's 'self' means nothing in a page opened from a folder, so "file:" stands beside it.
    return (
        f"default-src 'none'; style-src {style}; img-src 'self' file:; media-src 'self' file:; "
        f"form-action {forms_origin()}; base-uri 'none'"
    )


def _packaged() -> Folders:
    return tuple(map(str, settings.PRESS_TEMPLATES))


def _own_files(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.rglob("*") if path.suffix in _SOURCES]
    except OSError:
        return []
    return sorted(found)


@lru_cache(maxsize=256)
def _source(name: str, looked_up: Folders) -> str:
    """Return the source of a template; of one that can't be read, why not."""
    try:
        return engine.find(name, looked_up) or ""
    except ThemeError as error:
        return str(error)


@lru_cache(maxsize=256)
def _is_own(template: str, looked_up: Folders) -> bool:
    """Tell whether the outlet's own folder has a part in a template."""
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if engine.place_of(name, looked_up) == looked_up[0]:
            return True
        waiting += _NAMED.findall(_source(name, looked_up))
    return False


@lru_cache(maxsize=256)
def _sources(templates: tuple[str, ...], looked_up: Folders) -> str:
    found: dict[str, str] = {}
    waiting = list(templates)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _source(name, looked_up)
            waiting += _NAMED.findall(found[name])
    return "\0".join(f"{name}\0{found[name]}" for name in sorted(found))


def _letter(outlet: Outlet) -> str:
    return outlet.name.strip()[:1].upper() or "P"


@lru_cache(maxsize=8)
def _style(looked_up: Folders, dress: Dress) -> str:
    try:
        worn = _worn(looked_up, dress)
    except ThemeError:
        worn = _last_style() or _worn(_packaged(), dress)
    # Where a page carries it in itself, it must not end there; in strings of CSS, both mean the same.
    return _END_OF_STYLE.sub(r"<\\/", worn)


def _last_style() -> str:
    """Return the stylesheet that was written last; nothing if it lies there no more."""
    rows = File.objects.filter(kind="style", path__startswith="assets/style.").exclude(sha256="")
    for path in rows.order_by("due", "-pk").values_list("path", flat=True):
        try:
            return (Path(settings.PUBLIC) / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def _worn(looked_up: Folders, dress: Dress) -> str:
    source = engine.find(STYLE, looked_up)
    if source is None:
        raise ThemeError(STYLE, "it is in no folder of templates")
    return dress.put_on(source) + (engine.find(MORE_STYLE, looked_up) or "")


@lru_cache(maxsize=8)
def _icon(looked_up: Folders, letter: str, accent: str) -> str:
    """Return the picture of a letter; nothing if its template is wrong."""
    try:
        return render(ICON, plain=looked_up == _packaged(), letter=letter, accent=accent)
    except ThemeError:
        return ""


@lru_cache(maxsize=64)
def _print(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
