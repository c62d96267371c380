"""The reference of templates: what each makes, builds on, is given, and which of its blocks can be filled otherwise."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import minijinja
from django.conf import settings

from pamphleteer.post.editions import Shown
from pamphleteer.post.sections import Section
from pamphleteer.press import engine, theme
from pamphleteer.press.apart import limits
from pamphleteer.press.audio import Heard
from pamphleteer.press.dress import Dress
from pamphleteer.press.frame import FootLink, Frame, Logo
from pamphleteer.press.kinds import brought
from pamphleteer.press.pictures import Figure, Size
from pamphleteer.press.piece import Gone, Heading, Notice, Piece
from pamphleteer.register.models import Outlet

_THINGS: dict[str, type] = {
    "piece": Piece,
    "topic": Heading,
    "picture": Figure,
    "one of its sizes": Size,
    "audio": Heard,
    "correction": Notice,
    "gone": Gone,
    "fixed page": FootLink,
    "edition": Shown,
    "section": Section,
    "logo": Logo,
}
# What every page is given; what is not explained here explains itself.
_EVERY = {
    "root": "the way from the page to the folder of the site: begins each link",
    "path": "where the page lies below `public/`; none where it may be shown anywhere",
    "address": "the one address of the page on the web, or none",
    "site_url": "where the site is on the web, for what others are to fetch",
    "outlet": "the outlet, see below",
    "language": "the outlet's, as a tag of BCP 47",
    "direction": "`ltr` or `rtl`",
    "description": "for search engines and previews",
    "feeds": "the feeds that the head names",
    "fixed_pages": "what the foot names",
    "logo": "the logo, or none",
    "icon": "the path of the icon",
    "stylesheet": "the path of the stylesheet",
    "inlined": "the stylesheet itself, where the page may be shown anywhere",
    "ours": "whether the house's words are among those of another language",
    "policy": "the Content-Security-Policy of the page",
    "signup_url": "where the sign-up is sent to",
    "search_url": "where the search is",
}
_SAID_BY = {"_", "_t", "_n"}  # the house's words
_BLOCK = re.compile(r"{%-?\s*block\s+(\w+)")
_NAMED = re.compile(r"{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")
_SAID = re.compile(r"\A{#\s*(.*?)\s*#}", re.DOTALL)
_PROPERTY = re.compile(r"^ *(--[\w-]+):", re.MULTILINE)


def page() -> str:
    """Return the page."""
    outlet = Outlet(name="x")
    vars(outlet)["_frame"] = Frame((), Dress(), None)
    every = sorted({"outlet", *theme._given("index.html", {"outlet": outlet})})
    given = "".join(f"| `{name}` | {_EVERY.get(name, '')} |\n" for name in every)
    rows = "".join(_row(name, set(every)) for name in _templates())
    things = "\n".join(_thing(name, kind) for name, kind in _THINGS.items())
    style = engine.find(theme.STYLE, theme.folders()) or ""
    properties = ", ".join(f"`{name}`" for name in dict.fromkeys(_PROPERTY.findall(style)))
    own = ", ".join(f"`{field.attname}`" for field in Outlet._meta.concrete_fields)
    return f"""
# Templates

[A theme of one's own](../use/theme.md) says how to change them. Names with a dot are what a template reads of a thing.

## What every page is given

| name | what |
|---|---|
{given}
## The templates

| template | makes | builds on | blocks | is given besides |
|---|---|---|---|---|
{rows}
## What things have

**outlet**: {own}

{things}
## The stylesheet

Its custom properties: {properties}.

## Bounds

One template has at most {engine._LONGEST:,} bytes. One page of the outlet's own templates takes at most
{engine._FUEL:,} steps, {limits.SECONDS:g} seconds and {limits.MEMORY:,} bytes of memory,
and has at most {limits.LONGEST:,} bytes.
"""


def _templates() -> list[str]:
    found = {
        path.relative_to(folder).as_posix()
        for folder in map(Path, settings.PRESS_TEMPLATES)
        for path in folder.rglob("*")
        if path.suffix in {".html", ".xml", ".svg"} and "letters" not in path.parts
    }
    return sorted(found)


def _row(name: str, every: set[str]) -> str:
    source = engine.find(name, theme.folders()) or ""
    builds_on = dict.fromkeys(_NAMED.findall(source))
    return (
        f"| `{name}` | {_makes(name, source)} | {_listed(builds_on)} | "
        f"{_listed(dict.fromkeys(_BLOCK.findall(source)))} | {_listed(_given(source, every))} |\n"
    )


def _makes(name: str, source: str) -> str:
    kinds = [kind.name for kind in brought().values() if name in kind.templates]
    said = _SAID.match(source)
    words = [said[1].split("\n")[0]] if said else []
    words += [f"Files of the kinds {_listed(kinds)}."] if kinds else []
    return " ".join(words).replace("|", "or")


def _given(source: str, every: set[str]) -> list[str]:
    names = minijinja.Environment().undeclared_variables_in_str(source, nested=True)
    return sorted(name for name in names if name.partition(".")[0] not in every | _SAID_BY)


def _thing(name: str, kind: Any) -> str:
    read = {
        said: (getattr(kind, said).__doc__ or "").strip().rstrip(".")
        for said in vars(kind)
        if isinstance(vars(kind)[said], property)
    }
    known = [f"`{field.name}`" for field in fields(kind)]
    told = [f"`{said}` ({words[:1].lower()}{words[1:]})" for said, words in read.items()]
    return f"**{name}**: {', '.join([*known, *told])}\n"


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)
