"""Read one document, at an address or in a file, and say what it means; nothing is kept."""

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from django.conf import settings

from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.asking import asking

_WEB = ("http://", "https://")


def read(
    source: str,
    *,
    address: str = "",
    content_type: str = "",
    selectors: Mapping[str, str] | None = None,
) -> Feed:
    """Return what the document at an address or in a file means, each piece that stands there.

    `address` and `content_type` are what a server would have said of a file; without an address its
    links are relative to the one that the document itself gives. Raises `SourceError` and
    `FetchError`, whose words go on from the source.
    """
    if source.lower().startswith(_WEB):
        with asking() as fetches:
            answer = fetches.start(source, unended=True).result()
        content, language = answer.content, answer.headers.get("content-language", "")
        address, content_type = address or answer.url, content_type or answer.content_type
    else:
        content, language = _held(source), ""
    return understand(
        content,
        address=address,
        content_type=content_type,
        content_language=language,
        bounds=set_bounds(),
        page_too=True,
        selectors=selectors,
        whole=True,
    )


def _held(name: str) -> bytes:
    """Return what a file holds, or the standard input for `-`, within the bound of documents."""
    most = int(settings.COLLECT_MAX_BYTES)
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as opened:
            content = opened.read(most + 1)
    except FileNotFoundError as error:
        raise SourceError(
            "is no file that is there, nor an address that begins with http:// or https://"
        ) from error
    except OSError as error:
        raise SourceError(f"can't be read: {error.strerror or error}") from error
    except ValueError as error:
        raise SourceError(f"is no name of a file: {error}") from error
    if len(content) > most:
        raise SourceError(f"has over {most:,} bytes, more than collect.max_bytes allows")
    return content
