"""Lay the folder of a new outlet: `outlet.toml`, keys and the places for what is made later."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pamphleteer.ground.files import write_whole
from pamphleteer.ground.keyring import Ring
from pamphleteer.project import kinds
from pamphleteer.project.options import FILE_NAME, OPTIONS, Option

_HEAD = """\
# An outlet of Pamphleteer. Machine matters stand here; the name, topics, digests and words are
# edited at the desk. Each line can be overridden by the environment: PAMPHLETEER_SITE_URL, or
# PAMPHLETEER_SITE_URL_FILE for a file.
"""
_RELAY = """\

# Mail goes out through relays, tried by weight; more than one is the normal case. Take away the #
# and fill in: [[relay]]
# name = "first"
# url = "smtp+starttls://outlet@mail.example.net:587"
# password_file = "keys/first.password"
# weight = 1
"""
READERS = "readers"  # as the post calls its keys
_FOLDERS = ("keys", "media", "public", "theme")


class MakingError(Exception):
    """The folder can't become an outlet; the message tells a person why."""


def make(
    folder: Path,
    *,
    options: Mapping[str, Any] | None = None,
    relays: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Lay an outlet's folder with these options (by their names, such as `site.url`) and relays.

    Raises `MakingError` if there is an outlet already, or the folder can't be written.
    """
    if (folder / FILE_NAME).exists():
        raise MakingError(f"{folder} holds an outlet already: nothing was changed")
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "keys").chmod(0o700)
        key = f"{secrets.token_hex(32)}\n".encode()
        write_whole(folder / "keys" / "secret", key, mode=0o600)
        # From the start, so that a copy of keys/ that is made now is worth something later.
        Ring(folder / "keys", READERS).make()
        write_options(folder, options=options or {}, relays=relays)
    except OSError as error:
        raise MakingError(f"{folder} can't be written: {error.strerror}") from error


def write_options(
    folder: Path, *, options: Mapping[str, Any], relays: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Write `outlet.toml`; options that are not given are comments there, with their default."""
    lines = "".join(_sections(options)) + ("".join(map(_relay, relays)) or _RELAY)
    write_whole(folder / FILE_NAME, (_HEAD + lines).encode(), mode=0o600)


def _sections(options: Mapping[str, Any]) -> Iterator[str]:
    section = ""
    for option in OPTIONS:
        name, _, key = option.name.partition(".")
        if name != section:
            section = name
            yield f"\n[{section}]\n"
        yield _line(option, key, options)


def _line(option: Option, key: str, options: Mapping[str, Any]) -> str:
    if option.name in options:
        return f"# {option.help}\n{key} = {_toml(options[option.name])}\n"
    default = {} if option.kind is kinds.limits else option.default
    example = "" if option.default is None else f"# {key} = {_toml(default)}\n"
    return f"# {option.help}\n{example}"


def _relay(relay: Mapping[str, Any]) -> str:
    return "\n[[relay]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in relay.items())


def _toml(value: Any) -> str:
    # A JSON string, number or list of them is TOML too.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
