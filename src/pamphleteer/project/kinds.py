"""The types of options: each turns what was written into a value, or says what it expected."""

import ipaddress
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from pamphleteer.post.schemes import SCHEMES

_LEAVING = 20  # of the 64 letters of a name: a plus and a token of 42 follow
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{24,200}=*")  # RFC 6750, 2.1
_SITE = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")
_LONGEST_BOX = 300
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


# Plans to warm a relay up: letters a day, without limit after the last of them.
PLANS = {
    "slow": (
        50, 100, 200, 400, 800, 1_500, 3_000, 5_000, 8_000, 12_000, 18_000, 27_000, 40_000, 60_000, 90_000,
    ),
    "quick": (200, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000),
}  # fmt: skip


class Wrong(ValueError):
    """What was expected in place of the value."""


@dataclass(frozen=True)
class Kind:
    """A type of option: its name in the reference, and how a value is read."""

    name: str
    parse: Callable[[Any], Any]


def _text(raw: Any, expected: str) -> str:
    if not isinstance(raw, str):
        raise Wrong(expected)
    return raw.strip()


def _address(raw: Any) -> str:
    expected = "an address such as https://example.org/"
    text = _text(raw, expected)
    try:
        parts = urlsplit(text)
        bad = parts.scheme not in {"http", "https"} or not parts.hostname or bool(parts.port == 0)
    except ValueError:
        bad = True
    if bad or parts.query or parts.fragment or parts.username or any(c in text for c in " \"'<>;"):
        raise Wrong(expected)
    return text if text.endswith("/") else text + "/"


def _addresses(raw: Any) -> tuple[str, ...]:
    expected = 'addresses, such as ["https://mirror.example/"], or with commas in the environment'
    names = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(names, list | tuple):
        raise Wrong(expected)
    try:
        found = [_address(name) for name in names if name]
    except Wrong as error:
        raise Wrong(expected) from error
    return tuple(dict.fromkeys(found))


def _database(raw: Any) -> str:
    expected = "sqlite:///outlet.db or postgresql://user@host/name"
    text = _text(raw, expected)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Wrong(expected) from error
    if parts.scheme not in {"sqlite", "postgresql"} or len(parts.path) < 2:
        raise Wrong(expected)
    return text


def _listen(raw: Any) -> str:
    expected = "host:port, such as 127.0.0.1:8000 or [::1]:8000"
    text = _text(raw, expected)
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise Wrong(expected)
    return text


def _domain(raw: Any) -> str:
    expected = "a domain such as example.org"
    text = _text(raw, expected)
    try:
        return _mailbox(f"any@{text}").rpartition("@")[2] if text else ""
    except Wrong as error:
        raise Wrong(expected) from error


def _resolver(raw: Any) -> str:
    expected = "an IP address, with or without a port, such as 192.0.2.1 or 127.0.0.1:5353"
    text = _text(raw, expected)
    if not text:
        return ""
    try:
        bare = text if text.count(":") > 1 and not text.startswith("[") else ""
        parts = urlsplit(f"//{f'[{bare}]' if bare else text}")
        ipaddress.ip_address(parts.hostname or "")
        _ = parts.port
    except ValueError as error:
        raise Wrong(expected) from error
    if parts.path or parts.query or parts.fragment or parts.username:
        raise Wrong(expected)
    return text


def _count(raw: Any) -> int:
    expected = "a whole number of 1 or more"
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise Wrong(expected)
    try:
        number = int(raw)
    except ValueError as error:
        raise Wrong(expected) from error
    if number < 1:
        raise Wrong(expected)
    return number


def _number(raw: Any) -> int:
    expected = "a whole number of 0 or more"
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise Wrong(expected)
    return 0 if str(raw).strip() == "0" else _at_least_one(raw, expected)


def _at_least_one(raw: int | str, expected: str) -> int:
    try:
        return _count(raw)
    except Wrong as error:
        raise Wrong(expected) from error


def _plan(raw: Any) -> tuple[int, ...]:
    expected = "slow, quick, or growing letters a day such as [50, 100, 500]"
    if isinstance(raw, str) and raw.strip() in PLANS:
        return PLANS[raw.strip()]
    days = [one for one in raw.split(",") if one.strip()] if isinstance(raw, str) else raw
    if not isinstance(days, list | tuple):
        raise Wrong(expected)
    try:
        found = tuple(_count(day) for day in days)
    except Wrong as error:
        raise Wrong(expected) from error
    if list(found) != sorted(found):
        raise Wrong(expected)
    return found


def _limits(raw: Any) -> tuple[tuple[str, int], ...]:
    expected = (
        'numbers by name, such as { "google.com" = 600 }, or google.com=600, … in the environment'
    )
    if isinstance(raw, str):
        pairs = [one.partition("=")[::2] for one in raw.split(",") if one.strip()]
    elif isinstance(raw, dict):
        pairs = [*raw.items()]
    else:
        raise Wrong(expected)
    try:
        found = {_site(name, expected): _count(number) for name, number in pairs}
    except Wrong as error:
        raise Wrong(expected) from error
    return tuple(found.items())


def _site(raw: Any, expected: str) -> str:
    name = _text(raw, expected).lower().rstrip(".")
    if not _SITE.fullmatch(name):
        raise Wrong(expected)
    return name


def _pause(raw: Any) -> float:
    if isinstance(raw, int | float | str) and str(raw).strip() in {"0", "0.0"}:
        return 0.0
    try:
        return _seconds(raw)
    except Wrong as error:
        raise Wrong("a number of seconds, 0 or more") from error


def _seconds(raw: Any) -> float:
    expected = "a number of seconds over 0"
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Wrong(expected)
    try:
        number = float(raw)
    except ValueError as error:
        raise Wrong(expected) from error
    if not 0 < number < 1e9:
        raise Wrong(expected)
    return number


def _token(raw: Any) -> str:
    expected = "at least 24 letters and digits, such as `openssl rand -hex 20` makes"
    text = _text(raw, expected)
    if text and not _TOKEN.fullmatch(text):
        raise Wrong(expected)
    return text


def _words(raw: Any) -> str:
    text = _text(raw, "words in quotes")
    if not text.isprintable():
        raise Wrong("words on one line")
    return text


def _networks(raw: Any) -> tuple[str, ...]:
    expected = 'networks, such as ["10.1.0.0/16"], or in the environment with commas between them'
    names = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(names, list | tuple):
        raise Wrong(expected)
    try:
        return tuple(str(ipaddress.ip_network(str(name).strip())) for name in names if name)
    except ValueError as error:
        raise Wrong(expected) from error


def _hubs(raw: Any) -> tuple[str, ...]:
    expected = 'addresses, such as ["https://hub.example/"], or with commas in the environment'
    names = raw.split(",") if isinstance(raw, str) else raw
    if not isinstance(names, list | tuple):
        raise Wrong(expected)
    found = [_text(name, expected) for name in names if name]
    try:
        whole = [urlsplit(name) for name in found]
    except ValueError as error:
        raise Wrong(expected) from error
    if any(one.scheme not in {"http", "https"} or not one.hostname for one in whole):
        raise Wrong(expected)
    if any(not name.isascii() or not name.isprintable() or " " in name for name in found):
        raise Wrong(expected)
    return tuple(dict.fromkeys(found))


def _mailbox(raw: Any) -> str:
    expected = "a mail address such as digest@example.org"
    text = _text(raw, expected)
    try:
        found = validate_email(
            text, check_deliverability=False, test_environment=True, allow_smtputf8=False
        )
    except EmailNotValidError as error:
        if text.endswith("@localhost") and text.isascii() and text.isprintable():
            return text
        raise Wrong(expected) from error
    return found.normalized


def _leaving(raw: Any) -> str:
    expected = f"an address such as leave@example.org, at most {_LEAVING} letters before the @"
    if not _text(raw, expected):
        return ""
    try:
        found = _mailbox(raw)
    except Wrong as error:
        raise Wrong(expected) from error
    name = found.rpartition("@")[0]
    if len(name) > _LEAVING or not _PLAIN_NAME.fullmatch(name):
        raise Wrong(expected)
    return found


def _relay(raw: Any) -> str:
    text = _text(raw, "the address of a relay, such as smtp+starttls://user@host:port")
    name = text.partition("://")[0]
    scheme = SCHEMES.get(name)
    expected = scheme.form if scheme else f"one of {', '.join(f'{s}://' for s in SCHEMES)}"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Wrong(expected) from error
    if scheme is None or not scheme.fits(parts.hostname or "") or "://" not in text:
        raise Wrong(expected)
    if parts.password:
        raise Wrong("an address without the password, which belongs in password_file")
    return text


def _api(raw: Any) -> str:
    if not _text(raw, "an address such as https://api.example.org/"):
        return ""
    return _address(raw)


def _command(raw: Any) -> tuple[str, ...]:
    expected = "a command, such as oama access outlet@example.org"
    try:
        words = tuple(shlex.split(_text(raw, expected)))
    except ValueError as error:
        raise Wrong(expected) from error
    if any("\0" in word for word in words):
        raise Wrong(expected)
    return words


def _imap(raw: Any) -> str:
    expected = "imaps://user@host/INBOX, or imap+starttls://; imap:// on this machine alone"
    text = _text(raw, expected)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Wrong(expected) from error
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    known = parts.scheme in {"imaps", "imap+starttls"} or (parts.scheme == "imap" and here)
    fits = text.isprintable() and len(text) <= _LONGEST_BOX
    if not (known and parts.hostname and parts.username and fits):
        raise Wrong(expected)
    if parts.password:
        raise Wrong("an address without the password, which belongs in mailbox_password_file")
    return text


def one_of(*choices: str) -> Kind:
    """Return the kind that takes one of some words."""
    expected = f"one of {', '.join(choices)}"

    def parse(raw: Any) -> str:
        if raw not in choices:
            raise Wrong(expected)
        return str(raw)

    return Kind(" or ".join(choices), parse)


address = Kind("address", _address)
addresses = Kind("addresses", _addresses)
database = Kind("database", _database)
listen = Kind("host:port", _listen)
domain = Kind("domain", _domain)
resolver = Kind("IP address", _resolver)
count = Kind("whole number", _count)
number = Kind("whole number or 0", _number)
seconds = Kind("seconds", _seconds)
pause = Kind("seconds or 0", _pause)
limits = Kind("numbers by name", _limits)
plan = Kind("slow, quick or letters a day", _plan)
words = Kind("words", _words)
token = Kind("token", _token)
networks = Kind("networks", _networks)
hubs = Kind("addresses", _hubs)
mailbox = Kind("mail address", _mailbox)
leaving = Kind("mail address", _leaving)
imap = Kind("mailbox's address", _imap)
relay = Kind("relay address", _relay)
api = Kind("address", _api)
command = Kind("command", _command)
