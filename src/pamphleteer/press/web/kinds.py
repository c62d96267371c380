"""What the files of the site are, by their names: their types, and how long they may be kept."""

import re
from pathlib import PurePosixPath

from pamphleteer.press import paths

TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".opml": "text/x-opml; charset=utf-8",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_FEEDS = {
    file: f"{type_}; charset=utf-8" if file.endswith(".xml") else type_
    for file, (_format, type_) in (*paths.FEEDS.items(), (paths.PODCAST, paths.FEEDS[paths.FEED]))
}
_YEAR = 365 * 24 * 3600  # seconds
# The press names these after what they hold, so they never change.
_FOR_EVER = re.compile(
    r"assets/[^/]+\.[0-9a-f]{12}\.[a-z]+|(?:pictures|audio)/[0-9a-f]{20}\.[a-z0-9]+"
)


def type_of(path: str) -> str:
    """Return the media type of a file."""
    if feed := _FEEDS.get(path.rpartition("/")[2]):
        return feed
    return TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def kept(path: str) -> str:
    """Return what readers' programs are told of keeping a file."""
    return f"public, max-age={_YEAR}, immutable" if _FOR_EVER.fullmatch(path) else "no-cache"
