"""One document is fetched from a real server, whatever that server does."""

import asyncio
import gzip
import socket
import zlib
from http.server import BaseHTTPRequestHandler
from types import ModuleType
from typing import Any

import pytest

from pamphleteer.ground.http import (
    AddressError,
    Answer,
    BrokenError,
    FetchError,
    LateError,
    PrivateError,
    RedirectError,
    SizeError,
    StatusError,
    UnreachableError,
)
from pamphleteer.ground.http.asking import Fetcher, Limits
from tests.collect.server import PartnerServer

AGENT = "Pamphleteer/test (+https://contact.example/)"
LOOPBACK = ("127.0.0.0/8",)


def get(url: str, *, etag: str = "", last_modified: str = "", **limits: Any) -> Answer:
    async def run() -> Answer:
        limited = Limits(**({"allow": LOOPBACK, "seconds": 10.0} | limits))
        async with Fetcher.open(agent=AGENT, limits=limited) as fetcher:
            return await fetcher.get(url, etag=etag, last_modified=last_modified)

    return asyncio.run(run())


def test_a_document_comes_with_what_describes_it(server: PartnerServer) -> None:
    url = server.give(
        "/feed", "<rss/>", etag='"one"', last_modified="yesterday", content_type="text/xml"
    )

    answer = get(url)

    assert answer == Answer(url, b"<rss/>", "text/xml", '"one"', "yesterday", unchanged=False)


def test_we_say_who_we_are_and_send_nothing_else(
    server: PartnerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    server.give("/second", "x")
    get(server.do("/first", _cookie_and_redirect))

    assert server.headers[0]["User-Agent"] == AGENT
    assert "application/rss+xml" in server.headers[0]["Accept"]
    ours = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert set(server.headers[1]) == ours


def _cookie_and_redirect(request: BaseHTTPRequestHandler) -> None:
    request.send_response(302)
    request.send_header("Set-Cookie", "who=you; Path=/")
    request.send_header("Location", "/second")
    request.send_header("Content-Length", "0")
    request.end_headers()


def test_what_has_not_changed_is_not_sent_again(server: PartnerServer) -> None:
    url = server.give("/feed", "<rss/>", etag='"one"')
    first = get(url)
    sent = server.body_bytes

    again = get(url, etag=first.etag, last_modified="yesterday")

    assert again.unchanged
    assert again.content == b""
    assert server.body_bytes == sent
    assert server.headers[-1]["If-Modified-Since"] == "yesterday"


def test_a_304_that_nobody_asked_for_is_a_fault(server: PartnerServer) -> None:
    with pytest.raises(StatusError, match="answered 304"):
        get(server.give("/feed", b"", status=304))


@pytest.mark.parametrize("status", [204, 206, 400, 403, 404, 410, 429, 500, 503, 599])
def test_any_other_answer_is_a_fault_that_names_it(server: PartnerServer, status: int) -> None:
    with pytest.raises(StatusError, match=f"answered {status}") as caught:
        get(server.give("/feed", b"", status=status))
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("said", "meant"), [("120", 120.0), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)]
)
def test_a_server_may_ask_us_to_wait(server: PartnerServer, said: str, meant: float | None) -> None:
    with pytest.raises(StatusError) as caught:
        get(server.give("/feed", b"", status=503, retry_after=said))
    assert caught.value.retry_after == meant


def test_a_server_that_never_answers_is_left_in_time(server: PartnerServer) -> None:
    with pytest.raises(LateError, match=r"did not answer within 0\.2 seconds"):
        get(server.stall("/feed"), seconds=0.2)


def test_a_server_that_answers_drop_by_drop_is_left_in_time(server: PartnerServer) -> None:
    url = server.stall("/feed", first=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>")
    with pytest.raises(LateError):
        get(url, seconds=0.2)


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss><channel>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nE\r\n<rss><channel>\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nE\r\n<rss><channel>\r\nZZ\r\n",
    ],
)
def test_a_piece_that_is_cut_off_is_a_fault(server: PartnerServer, reply: bytes) -> None:
    with pytest.raises(BrokenError, match=r"broke off after \d+ bytes|is not HTTP"):
        get(server.raw("/feed", reply))


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_an_answer_that_is_none_is_a_fault(server: PartnerServer, reply: bytes) -> None:
    with pytest.raises(BrokenError):
        get(server.raw("/feed", reply))


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(UnreachableError, match=r"could not be reached \(connection refused\)"):
        get(f"http://127.0.0.1:{port}/feed")


def test_a_name_that_is_not_known_is_a_fault() -> None:
    with pytest.raises(UnreachableError, match=r"not known \(nowhere.invalid\)"):
        get("http://nowhere.invalid/feed")


def test_a_server_without_tls_is_a_fault_at_an_https_address(server: PartnerServer) -> None:
    with pytest.raises(FetchError):
        get(server.url("/feed").replace("http:", "https:"))


@pytest.mark.parametrize(("kind", "module"), [("gzip", gzip), ("deflate", zlib)])
def test_a_packed_body_is_unpacked(server: PartnerServer, kind: str, module: ModuleType) -> None:
    packed = module.compress(b"x" * 5000)
    assert get(server.give("/feed", packed, content_encoding=kind)).content == b"x" * 5000


def test_a_body_deflated_without_a_header_is_unpacked(server: PartnerServer) -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"x" * 5000) + packer.flush()
    assert get(server.give("/feed", packed, content_encoding="deflate")).content == b"x" * 5000


def test_gzip_in_several_members_is_unpacked(server: PartnerServer) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    assert get(server.give("/feed", packed, content_encoding="gzip")).content == b"one two"


@pytest.mark.parametrize("behind", [b"\0" * 7, b"\n", b"<!-- cached -->"])
def test_what_stands_behind_the_end_of_a_packed_body_is_nothing(
    server: PartnerServer, behind: bytes
) -> None:
    packed = gzip.compress(b"one") + behind
    assert get(server.give("/feed", packed, content_encoding="gzip")).content == b"one"


def test_a_packed_body_without_its_end_is_a_fault(server: PartnerServer) -> None:
    packed = gzip.compress(bytes(range(256)) * 50)[:-20]
    with pytest.raises(BrokenError, match="broke off"):
        get(server.give("/feed", packed, content_encoding="gzip"))


@pytest.mark.parametrize("kind", ["gzip", "br"])
def test_a_body_that_is_not_packed_as_it_says_is_a_fault(server: PartnerServer, kind: str) -> None:
    with pytest.raises(BrokenError, match="packed"):
        get(server.give("/feed", b"not packed at all", content_encoding=kind))


def test_a_gzip_bomb_goes_no_further_than_the_limit(server: PartnerServer) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(SizeError, match="larger than 1,000,000 bytes"):
        get(server.give("/feed", bomb, content_encoding="gzip"), size=1_000_000)


def test_a_body_that_says_how_large_it_is_is_not_even_begun(server: PartnerServer) -> None:
    url = server.stall("/feed", first=b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
    with pytest.raises(SizeError):
        get(url)


def test_a_body_without_an_end_goes_no_further_than_the_limit(server: PartnerServer) -> None:
    with pytest.raises(SizeError):
        get(server.raw("/feed", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000), size=1000)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_where_the_document_is(
    server: PartnerServer, status: int
) -> None:
    found = server.give("/new/feed", "<rss/>")
    answer = get(server.redirect("/old", "new/feed", status=status))
    assert answer.url == found
    assert answer.content == b"<rss/>"


def test_redirects_are_followed_five_times_and_no_more(server: PartnerServer) -> None:
    for step in range(6):
        server.redirect(f"/{step}", f"/{step + 1}")
    server.give("/6", "<rss/>")

    assert get(server.url("/1")).content == b"<rss/>"
    with pytest.raises(RedirectError, match="redirects more than 5 times"):
        get(server.url("/0"))


def test_a_redirect_to_nowhere_is_a_fault(server: PartnerServer) -> None:
    with pytest.raises(RedirectError, match="without saying where to"):
        get(server.give("/feed", b"", status=302))


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://example.org/", "http://u:p@x.example/"]
)
def test_a_redirect_out_of_the_web_is_not_followed(server: PartnerServer, to: str) -> None:
    with pytest.raises(AddressError, match="redirects to"):
        get(server.redirect("/feed", to))


def test_a_private_address_is_refused_before_anything_is_sent(server: PartnerServer) -> None:
    url = server.give("/feed", "<rss/>")
    for address in (url, url.replace("127.0.0.1", "localhost")):
        with pytest.raises(PrivateError, match="not public"):
            get(address, allow=())
    assert not server.asked


def test_a_redirect_to_a_private_address_is_refused(server: PartnerServer) -> None:
    hidden = f"http://127.0.0.2:{server.port}/secret"
    server.give("/secret", "secret")
    with pytest.raises(PrivateError, match=r"redirects to .* is at 127\.0\.0\.2"):
        get(server.redirect("/feed", hidden), allow=("127.0.0.1/32",))
    assert not server.asked["/secret"]


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "127.1",
        "0x7f.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "0",
        "[::]",
        "[::1]",
        "[::ffff:7f00:1]",
        "[::7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1%25lo]",
        "[fe80::1%lo]",
        "localhost.",
        "127.0.0.1.",
        "１２７.0.0.1",
    ],
)
def test_odd_spellings_of_loopback_reach_nobody(server: PartnerServer, host: str) -> None:
    server.give("/feed", "<rss/>")
    with pytest.raises(FetchError):
        get(f"http://{host}:{server.port}/feed", allow=())
    assert not server.asked


def test_what_a_name_resolves_to_is_checked_where_it_is_connected_to(
    server: PartnerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.give("/feed", "<rss/>")
    looked_up = names(monkeypatch, ["10.9.9.9", "127.0.0.1"], ["10.9.9.9"])

    url = f"http://many.example:{server.port}/feed"
    assert get(url, seconds=5).content == b"<rss/>"
    with pytest.raises(PrivateError, match=r"is at 10\.9\.9\.9"):
        get(url)
    assert looked_up == ["many.example", "many.example"]


def test_a_name_that_changes_between_two_hops_is_checked_again(
    server: PartnerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["127.0.0.1"], ["127.0.0.2"])
    server.redirect("/feed", "/secret")
    server.give("/secret", "secret")

    with pytest.raises(PrivateError, match=r"redirects to .* is at 127\.0\.0\.2"):
        get(f"http://rebound.example:{server.port}/feed", allow=("127.0.0.1/32",))
    assert not server.asked["/secret"]


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let the machine's own resolver give these addresses, one list for each look-up."""
    looked_up: list[str] = []
    left = list(answers)

    def getaddrinfo(host: str, port: int, *_: Any) -> list[Any]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return looked_up


def test_validators_that_cannot_be_kept_are_left_out(server: PartnerServer) -> None:
    answer = get(server.give("/feed", "<rss/>", etag='"é"', last_modified="x" * 300))
    assert (answer.etag, answer.last_modified) == ("", "")
