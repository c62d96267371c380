"""What hostile or broken servers do, and what is said of it on the row of the source."""

import gzip
import zlib
from collections.abc import Callable, Iterator

from tests.collect.feeds import item, rss
from tests.collect.hostile.raw import Deed, Visitor

LIMIT = 2_000_000  # bytes that a document may have, in these tests
HEAD = 8_000  # bytes that a head may have
SECONDS = 2.0  # that one fetch may take

GOOD = rss(item(1)).encode()
_CANARY = "http://127.0.0.1:{port}/canary"


def gives(body: bytes | Callable[[], bytes], *heads: str, status: str = "200 OK") -> Deed:
    """Answer with a body, whole and rightly measured."""

    def deed(visitor: Visitor) -> None:
        content = body if isinstance(body, bytes) else body()
        port = str(visitor.server.port).encode()
        visitor.answer(content.replace(b"{port}", port), *heads, status=status)

    return deed


def leads(to: str) -> Deed:
    def deed(visitor: Visitor) -> None:
        there = to.replace("{port}", str(visitor.server.port))
        visitor.answer(b"", f"Location: {there}", status="302 Found")

    return deed


def says(*pieces: bytes) -> Deed:
    """Say these bytes as they are, and hang up."""
    return lambda visitor: visitor.say(*pieces)


def zeros(visitor: Visitor) -> None:
    """Stream a gigabyte of zeros, packed."""
    visitor.begin("Content-Encoding: gzip")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = bytes(1_000_000)
    for _ in range(1_000):
        visitor.say(packer.compress(million))
    visitor.say(packer.flush())


def endless_body(visitor: Visitor) -> None:
    visitor.begin()
    visitor.over_and_over(b"<!-- and on and on -->" * 1_000)


def endless_chunks(visitor: Visitor) -> None:
    visitor.begin("Transfer-Encoding: chunked")
    visitor.over_and_over(b"2710\r\n" + b"x" * 10_000 + b"\r\n")


def endless_head(visitor: Visitor) -> None:
    visitor.say(b"HTTP/1.1 200 OK\r\n")
    visitor.over_and_over(b"X-More: and on\r\n" * 100)


def endless_line(visitor: Visitor) -> None:
    visitor.say(b"HTTP/1.1 200 OK\r\nX-Long: ")
    visitor.over_and_over(b"x" * 10_000)


def drop_by_drop(visitor: Visitor) -> None:
    visitor.begin()
    visitor.over_and_over(b"x", pause=0.1)


def head_drop_by_drop(visitor: Visitor) -> None:
    visitor.say(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    visitor.over_and_over(b"x", pause=0.1)


def silent(visitor: Visitor) -> None:
    visitor.say_nothing()


def torn(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say(GOOD[:100])
    visitor.reset()


def links_without_end() -> Deed:
    def deed(visitor: Visitor) -> None:
        visitor.answer(b"", "Location: /case?again", status="301 Moved Permanently")

    return deed


def _with_doctype(doctype: str, title: str) -> bytes:
    declaration = f'<?xml version="1.0"?><!DOCTYPE rss [{doctype}]>'
    return rss(item(1).replace("The tide", f"{title} The tide"), declaration=declaration).encode()


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return _with_doctype(f'<!ENTITY l0 "ha">{levels}', "&l9;")


def _quadratic() -> bytes:
    return _with_doctype(f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 20_000)


def faults() -> Iterator[tuple[str, Deed, str]]:
    """Yield a name, what the server does, and how the fault on the row begins or what it holds."""
    yield from _of_the_wire()
    yield from _of_the_body()
    yield from _of_redirects()
    yield from _of_the_document()
    yield from _of_entities()


# Each limit is told with the option that sets it.
_LATE = r"did not answer within 2 seconds \(collect\.timeout\)"
_HEAD = r"sent a head of more than 8,000 bytes \(collect\.max_header\)"
_LARGE = r"is larger than 2,000,000 bytes \(collect\.max_bytes\)"
_LONG_WAY = r"redirects more than 5 times \(collect\.max_redirects\)"


def _of_entities() -> Iterator[tuple[str, Deed, str]]:
    words = "uses entities that it declares itself"
    yield "a billion laughs", gives(_laughs), words
    yield "a quadratic blow-up", gives(_quadratic), words
    outside = _with_doctype(f'<!ENTITY x SYSTEM "{_CANARY}">', "&x;")
    yield "an entity from outside", gives(outside), words
    parameter = _with_doctype(f'<!ENTITY % x SYSTEM "{_CANARY}"> %x;', "")
    yield "a parameter entity from outside", gives(parameter), words
    passwd = _with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")
    yield "an entity of a file", gives(passwd), words


def _of_the_wire() -> Iterator[tuple[str, Deed, str]]:
    head = b"HTTP/1.1 200 OK\r\n"
    yield "closes at once", says(), "closed the connection without an answer"
    yield "never answers", silent, _LATE
    yield "one byte at a time", drop_by_drop, _LATE
    yield "a head one byte at a time", head_drop_by_drop, _LATE
    yield "no HTTP", says(b"220 mail.example ESMTP ready\r\n"), "is not HTTP"
    yield "binary instead of HTTP", says(bytes(range(256)) * 40), "is not HTTP|head of more than"
    yield "a head without an end", endless_head, _HEAD
    yield "a line without an end", endless_line, _HEAD
    many = b"".join(b"X-%d: y\r\n" % number for number in range(5_000))
    yield "a bomb of headers", says(head, many, b"\r\n"), _HEAD
    yield "a negative length", says(head, b"Content-Length: -5\r\n\r\n", GOOD), "is not HTTP"
    yield "no number as a length", says(head, b"Content-Length: x\r\n\r\n", GOOD), "is not HTTP"
    two = b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n"
    yield "two lengths", says(head, two, GOOD), "is not HTTP|is broken|stops"
    yield "too great a length", says(head, b"Content-Length: 99999\r\n\r\n", GOOD), "broke off"
    yield (
        "too small a length",
        says(head, b"Content-Length: 150\r\n\r\n", GOOD),
        "not HTTP|stops in the middle",
    )
    chunked = b"Transfer-Encoding: chunked\r\n\r\n"
    # Now and then aiohttp waits for more after a chunk that is none: then the time ends it.
    yield (
        "broken chunks",
        says(head, chunked, b"zz\r\n", GOOD),
        "broke off|is not HTTP|did not answer",
    )
    yield "chunks without an end", says(head, chunked, b"40\r\n", GOOD[:64]), "broke off"
    yield "endless chunks", endless_chunks, _LARGE
    yield "a connection that breaks", torn, "broke off|stops in the middle|broke the connection"


def _of_the_body() -> Iterator[tuple[str, Deed, str]]:
    packed = gzip.compress(GOOD)
    as_gzip = "Content-Encoding: gzip"
    yield "an endless body", endless_body, _LARGE
    yield "a gigabyte of zeros", zeros, _LARGE
    large = says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    yield "a length beyond the limit", large, _LARGE
    yield "gzip that is none", gives(GOOD, as_gzip), "can.t be unpacked"
    yield "gzip that is cut", gives(packed[:30], as_gzip), "broke off|stops in the middle"
    twice = gives(gzip.compress(gzip.compress(bytes(9_000_000))), "Content-Encoding: gzip, gzip")
    yield "a bomb packed twice", twice, "gzip"
    yield "brotli that nobody asked for", gives(b"\x0b\x02\x80", "Content-Encoding: br"), "br"
    yield "an empty body", gives(b""), "is an empty document"
    yield "nothing but spaces", gives(b" \r\n" * 1_000), "is an empty document"
    yield "an answer that is no document", gives(b"", status="204 No Content"), "answered 204"
    yield "a 304 to nobody's question", gives(b"", status="304 Not Modified"), "answered 304"


def _of_redirects() -> Iterator[tuple[str, Deed, str]]:
    yield "a redirect to itself", links_without_end(), _LONG_WAY
    yield "a redirect to a private host", leads("http://10.0.0.1/"), "not public"
    yield "a redirect to link-local", leads("http://169.254.169.254/latest"), "not public"
    yield "a redirect in other clothes", leads("http://[::ffff:10.0.0.1]/"), "not public"
    yield "a redirect through NAT64", leads("http://[64:ff9b::a00:1]/"), "not public"
    yield "a redirect to a file", leads("file:///etc/passwd"), "begins with http"
    yield "a redirect to a script", leads("javascript:alert(1)"), "begins with http"
    yield "a redirect with a password", leads("http://a:b@127.0.0.1:{port}/canary"), "never sent"
    yield "a redirect to nowhere", gives(b"", status="301 Moved"), "without saying where"
    yield "a redirect to no address", leads("http://[::1/"), "no address"


def _of_the_document() -> Iterator[tuple[str, Deed, str]]:
    nested = b"<rss><channel><item>" + b"<b>" * 350_000
    yield "a megabyte of nested tags", gives(nested), "nested|stops in the middle|deep"
    yield "a page", gives(b"<!DOCTYPE html><html><body>Hello</body></html>"), "is not a feed"
    yield "a feed that is cut", gives(rss(item(1)).encode()[:-80]), "stops in the middle"
    yield "a packed file that is none", gives(b"\x1f\x8b\x08" + bytes(200)), "can.t be unpacked"
    bomb = gzip.compress(bytes(9_000_000))
    yield "a packed file of zeros", gives(bomb), r"larger than 2,000,000 bytes when unpacked"
    yield "a picture", gives(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "is not a feed"
    yield "JSON that is broken", gives(b'{"version": "https://jsonfeed.org/version/1.1", '), "JSON"
    deep = b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 500_000
    yield "JSON that is nested", gives(deep), "JSON"


def bounded() -> Iterator[tuple[str, Deed, int]]:
    """Yield a name, what the server does, and how many pieces are taken all the same."""
    many = b"<item><guid>%d</guid><title>Piece %d</title></item>"

    def items() -> bytes:
        whole = b"".join(many % (number, number) for number in range(200_000))
        return b"<rss version='2.0'><channel>" + whole + b"</channel></rss>"

    yield "200,000 items", gives(lambda: gzip.compress(items()), "Content-Encoding: gzip"), 50
    attribute = rss(item(1)).replace("<item>", f'<item a="{"x" * 1_000_000}">')
    yield "an attribute of a megabyte", gives(attribute.encode()), 1
    attributes = "".join(f' a{number}="x"' for number in range(50_000))
    yield (
        "50,000 attributes",
        gives(rss(item(1)).replace("<item>", f"<item{attributes}>").encode()),
        1,
    )
    doctype = f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{_CANARY}">'
    yield "a document type from outside", gives(rss(item(1), declaration=doctype).encode()), 1
    wrong = '<?xml version="1.0" encoding="utf-8"?>'
    latin = rss(item(1, title="Marée"), declaration=wrong).encode("cp1252")
    yield "a wrong encoding", gives(latin), 1
    unknown = rss(item(1), declaration='<?xml version="1.0" encoding="x-none"?>')
    yield "an unknown encoding", gives(unknown.encode()), 1
    mixed = rss(item(1, title="Marée"), item(2, title="Ça")).encode()
    yield "mixed encodings", gives(mixed.replace("Ça".encode(), "Ça".encode("cp1252"))), 2
    yield "a wrong type", gives(GOOD, "Content-Type: image/png"), 1
    yield "a wrong charset", gives(GOOD, "Content-Type: text/xml; charset=utf-16"), 1
    cut = rss(item(1), item(2), item(3)).encode()[:-80]
    yield "a feed that is cut in its third piece", gives(cut), 2
    packed = gzip.compress(rss(*map(item, range(9))).encode())
    yield "a packed file", gives(packed), 9
    yield "no pieces", gives(rss().encode()), 0
    no_ids = rss(*(item(n, guid="", link="", pubDate="sometime") for n in range(3)))
    yield "pieces without id, address or date", gives(no_ids.encode()), 3
    same = rss(*(item(number, guid="one") for number in range(3)))
    yield "pieces with the same id", gives(same.encode()), 3
    schemes = rss(
        *(item(n, link=to) for n, to in enumerate(["javascript:x", "http://a b/ü", "data:,"]))
    )
    yield "addresses of all kinds", gives(schemes.encode()), 3
