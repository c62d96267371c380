"""What kind of file an address leads to, where nothing else says so: by the ending of its path."""

_BY_ENDING = {
    "aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4", "m4b": "audio/mp4",
    "mp3": "audio/mpeg", "oga": "audio/ogg", "ogg": "audio/ogg", "opus": "audio/ogg",
    "wav": "audio/wav", "weba": "audio/webm", "avi": "video/x-msvideo", "m4v": "video/mp4",
    "mkv": "video/x-matroska", "mov": "video/quicktime", "mp4": "video/mp4", "mpeg": "video/mpeg",
    "mpg": "video/mpeg", "ogv": "video/ogg", "webm": "video/webm", "avif": "image/avif",
    "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
    "svg": "image/svg+xml", "webp": "image/webp", "epub": "application/epub+zip",
    "m3u8": "application/vnd.apple.mpegurl", "pdf": "application/pdf", "zip": "application/zip",
    "html": "text/html", "json": "application/json", "srt": "application/x-subrip",
    "txt": "text/plain", "vtt": "text/vtt",
}  # fmt: skip
# What servers and programs say that know nothing.
_NOTHING = {"application/octet-stream", "binary/octet-stream", "application/x-unknown"}


def kind_of(said: str, address: str) -> str:
    """Return the media type of a file: what is said of it, else what its address ends in, or nothing."""
    if "/" in said and said.lower() not in _NOTHING:
        return said
    path = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return _BY_ENDING.get(path.rpartition(".")[2].lower(), "") or said
