"""The theme: templates and the stylesheet, the outlet's own before those of the rooms."""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import minijinja
from django.conf import settings

from pamphleteer.ground.text import cut
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.frame import frame_of
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.paths import root_of
from pamphleteer.register.models import Outlet

STYLE = "press/style.css"
ICON = "press/icon.svg"
_ESCAPED = (".html", ".xml", ".svg")
# Any template that is named in another one, whether it is extended, included or imported there.
_NAMED = re.compile(r"[\"']([\w./-]+\.(?:html|xml|svg))[\"']")
_FUEL = 20_000_000  # instructions for one page: some seconds
# XML 1.0 (section 2.2) has no place for these, and UTF-8 none for the surrogates.
_NOT_FOR_PAGES = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


def render(template: str, **context: Any) -> str:
    """Return a template with what it shows; raises `ThemeError` if it is missing or wrong."""
    try:
        return _environment().render_template(template, **context)
    except minijinja.TemplateError as error:
        raise ThemeError(_words(template, error)) from error


def render_page(template: str, *, path: str | None, **context: Any) -> str:
    """Return a page for its path below `public/`, every link relative to that.

    Without a path the page may be shown at any address: its links to the site are absolute, and it
    carries its style in itself.
    """
    return render(template, **_base(path, context), **context)


def style() -> str:
    """Return the stylesheet."""
    source = _find(STYLE, folders())
    if source is None:
        raise ThemeError(f"{STYLE} is in no folder of templates")
    return source


def style_path() -> str:
    """Return where the stylesheet lies below `public/`: another style has another name."""
    return f"assets/style.{_print(style())}.css"


def icon(outlet: Outlet) -> str:
    """Return the picture that browsers put beside the outlet's name: its first letter."""
    return _icon(folders(), outlet.name.strip()[:1].upper() or "P")


def icon_path(outlet: Outlet) -> str:
    """Return where the picture lies below `public/`."""
    return f"assets/icon.{_print(icon(outlet))}.svg"


def style_hash() -> str:
    """Return the source expression of the inlined style (CSP 3, section 2.3.1)."""
    return source_hash(style())


def source_hash(text: str) -> str:
    """Return the source expression that allows exactly this inlined text."""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


def forms_origin() -> str:
    """Return the one place that forms may be sent to, as a source expression."""
    parts = urlsplit(settings.SIGNUP_URL)
    # The grammar of source expressions has no addresses in brackets.
    if ":" in (parts.hostname or ""):
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{parts.netloc}"


def sources(templates: Iterable[str]) -> str:
    """Return the source of some templates, and of all that they extend and include."""
    found: dict[str, str] = {}
    waiting = list(templates)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _find(name, folders()) or ""
            waiting += _NAMED.findall(found[name])
    return "\0".join(f"{name}\0{found[name]}" for name in sorted(found))


def shared(outlet: Outlet) -> str:
    """Return what all pages are made from besides their templates: the outlet, its frame, its places."""
    fields = {field.attname: getattr(outlet, field.attname) for field in outlet._meta.fields}
    places = settings.SITE_URL, settings.SIGNUP_URL, settings.SEARCH_URL
    frame = frame_of(outlet)
    return repr((sorted(fields.items()), places, style_path(), icon_path(outlet), frame.pages))


def folders() -> tuple[Path, ...]:
    """Return where templates are looked up, the outlet's own folder first."""
    return (settings.THEME, *settings.PRESS_TEMPLATES)


def reload() -> None:
    """Forget the templates read so far, so that changed ones are seen."""
    _find.cache_clear()
    _icon.cache_clear()
    _environment_of.cache_clear()


def _base(path: str | None, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every page is given, but for what the caller gives itself."""
    outlet = context.get("outlet") or Outlet.objects.the()
    inlined = path is None
    root = settings.SITE_URL if path is None else root_of(path)
    allowed = f"'{style_hash()}'" if inlined else "'self' file:"
    base = {
        "outlet": outlet,
        "root": root,
        "path": path,
        "signup_url": settings.SIGNUP_URL,
        "search_url": settings.SEARCH_URL,
        "language": tag(outlet.language) or "en",
        "direction": direction(outlet.language),
        "description": outlet.tagline,
        "fixed_pages": frame_of(outlet).pages,
        "feeds": [{"title": outlet.name, "href": "feed.xml"}],
        "inlined": minijinja.safe(style()) if inlined else None,
        "stylesheet": style_path(),
        "icon": icon_path(outlet),
        "policy": minijinja.safe(policy(style=allowed)),
    }
    return {name: value for name, value in base.items() if name not in context}


def policy(*, style: str) -> str:
    """Return the content security policy of a page: nothing but its style and its form."""
    # Chromium's 'self' means nothing in a page opened from a folder, so "file:" stands beside it.
    return (
        f"default-src 'none'; style-src {style}; img-src 'self' file:; media-src 'self' file:; "
        f"form-action {forms_origin()}; base-uri 'none'"
    )


@lru_cache(maxsize=8)
def _icon(_looked_up: tuple[Path, ...], letter: str) -> str:
    return render(ICON, letter=letter)


@lru_cache(maxsize=64)
def _print(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _environment() -> minijinja.Environment:
    return _environment_of(folders())


@lru_cache(maxsize=8)
def _environment_of(looked_up: tuple[Path, ...]) -> minijinja.Environment:
    environment = minijinja.Environment(
        loader=lambda name: _find(name, looked_up),
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(_ESCAPED) else False,
        finalizer=_shown,
        fuel=_FUEL,
        debug=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.add_filter("paragraphs", _paragraphs)
    environment.add_filter("cut", cut)
    return environment


@lru_cache(maxsize=256)
def _find(name: str, looked_up: tuple[Path, ...]) -> str | None:
    if ".." in name.split("/"):
        return None
    for folder in looked_up:
        try:
            return (folder / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise ThemeError(f"{folder / name} can't be read: {error}") from error
    return None


@minijinja.pass_state
def _shown(state: Any, value: Any) -> Any:
    """Escape words on their way into a page, leaving slashes legible."""
    if not isinstance(value, str):
        return value
    if hasattr(value, "__html__") or state.auto_escape is None:
        return minijinja.safe(_NOT_FOR_PAGES.sub("", value))
    return minijinja.safe(html.escape(_NOT_FOR_PAGES.sub("", value)))


def _paragraphs(text: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return [block.strip() for block in blocks if block.strip()]


def _words(template: str, error: minijinja.TemplateError) -> str:
    where = f"{error.name or template}, line {error.line}" if error.line else template
    what = error.detail or error.kind
    return f"Template {where}: {what}. Correct it, or remove it from the theme, and press again."
