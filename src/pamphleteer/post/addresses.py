"""Mail addresses: read, folded and masked."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from pamphleteer.post.errors import AddressError
from pamphleteer.press.voice import for_readers

LONGEST = 320  # RFC 3696: 64 + 1 + 255
# What nearly all addresses look like: of them the domain alone has to be looked at, once.
_USUAL = re.compile(r"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@([A-Za-z0-9.-]+)")
_LOCAL, _USUAL_LENGTH = 64, 200  # RFC 5321, 4.5.3.1


@dataclass(frozen=True)
class Address:
    """An address as mail is sent to it, and the mailbox behind it, equal for all its spellings."""

    sent_to: str
    mailbox: str


def read(text: str) -> Address:
    """Return the address in what somebody typed; raises `AddressError` with what is wrong with it.

    The domain is sent in its ASCII form, so that only a local part beyond ASCII needs SMTPUTF8.
    """
    typed = text.strip()
    if not typed:
        raise AddressError(for_readers("Type your mail address."))
    if "\ufffd" in typed:  # bytes that are no text
        raise AddressError(
            for_readers("Some letters did not arrive as they were typed: type it once more.")
        )
    if len(typed) > LONGEST:
        raise AddressError(for_readers("This is too long for a mail address."))
    try:
        if usual := _USUAL.fullmatch(typed):
            local, domain = usual.groups()
            if len(local) <= _LOCAL and len(typed) <= _USUAL_LENGTH:
                sent_to = f"{local}@{_domain(domain)}"
                return Address(sent_to, sent_to.lower())
        found = _validated(typed)
    except EmailNotValidError as error:
        raise AddressError(
            for_readers("This is no mail address. One such as name@example.org is expected.")
        ) from error
    sent_to = found.ascii_email or f"{found.local_part}@{found.ascii_domain}"
    folded = unicodedata.normalize("NFC", f"{found.local_part}@{found.ascii_domain}".casefold())
    if len(folded) > LONGEST:
        raise AddressError(for_readers("This is too long for a mail address."))
    return Address(sent_to, folded)


def _validated(typed: str) -> ValidatedEmail:
    # Letters to .test must be possible on one machine; elsewhere they go nowhere.
    return validate_email(typed, check_deliverability=False, test_environment=True, strict=True)


@lru_cache(maxsize=4_096)
def _domain(domain: str) -> str:
    """Return the domain as mail is sent to it; raises `EmailNotValidError`."""
    return str(_validated(f"a@{domain}").ascii_domain)


def masked(address: str) -> str:
    """Return an address that its owner recognises and nobody else can write to."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"
