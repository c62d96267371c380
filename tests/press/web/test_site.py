"""The site over HTTP: files below public/, and nothing else."""

import gzip
from collections import defaultdict
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from pamphleteer.press import theme
from pamphleteer.press.web.doors import files_first, serve
from pamphleteer.press.web.site import Answer, answer
from tests.press.web.test_near import settle

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def get(path: str, method: str = "GET", **headers: str) -> HttpResponse:
    request = RequestFactory(headers=headers).generic(method, "/" + path.split("\0", maxsplit=1)[0])
    answer = serve(request, path)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_page_is_served_with_strict_headers(public: Path) -> None:
    answer = get("")
    assert answer.status_code == 200
    assert answer.content == (public / "index.html").read_bytes()
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_the_stylesheet_is_kept_for_ever(public: Path) -> None:
    answer = get(theme.style_path())
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]


def test_a_feed_is_served_as_a_feed(public: Path) -> None:
    for name, kind in {
        "feed.xml": "rss+xml",
        "atom.xml": "atom+xml",
        "feed.json": "feed+json",
    }.items():
        assert get(f"topics/water/{name}")["Content-Type"].startswith(f"application/{kind}")


def test_a_folder_shows_its_index_and_sends_on_without_its_slash(public: Path) -> None:
    assert get("topics/water/").status_code == 200
    answer = get("topics/water")
    assert (answer.status_code, answer["Location"]) == (301, "water/")
    assert get("topics/النيل")["Location"].isascii()


def test_names_in_decomposed_letters_are_found(public: Path) -> None:
    (public / "caf\u00e9.txt").write_text("here")
    assert get("cafe\u0301.txt").content == b"here"


def test_what_has_not_changed_is_not_sent_again(public: Path) -> None:
    first = get("index.html")
    again = get("index.html", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    again = get("index.html", **{"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    assert get("index.html", **{"If-None-Match": '"other"'}).status_code == 200


def test_head_tells_the_size_and_sends_nothing(public: Path) -> None:
    answer = get("index.html", "HEAD")
    assert answer.content == b""
    assert int(answer["Content-Length"]) == (public / "index.html").stat().st_size


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_else_is_understood(public: Path, method: str) -> None:
    answer = get("index.html", method)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "../outlet.db", "topics/../../outlet.db", "..", ".", ".hidden", "topics/.hidden",
        "/etc/passwd", "//etc/passwd", "a\0b", "..\\outlet.db", "topics//water/", "index.html/",
        "articles", "articles/", "nothing.html", "a" * 5000, "out/secret.txt", "fifo",
    ],
)  # fmt: skip
def test_what_is_outside_hidden_or_absent_is_not_found(
    public: Path, tmp_path: Path, path: str
) -> None:
    (tmp_path / "outlet.db").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    (public / ".hidden").write_text("secret")
    (public / "topics/.hidden").write_text("secret")
    (public / "out").symlink_to(tmp_path)
    answer = get(path)
    if answer.status_code == 301:
        answer = get(path + "/")
    assert answer.status_code == 404
    assert b"secret" not in answer.content
    assert b"There is no page here" in answer.content


def test_the_page_not_found_may_use_its_own_style(public: Path) -> None:
    assert theme.style_hash() in get("nothing.html")["Content-Security-Policy"]


def test_an_outlet_that_was_never_pressed_says_so_little() -> None:
    assert get("").status_code == 404


SOUND = "audio/" + "a" * 20 + ".mp3"


@pytest.fixture
def sound(public: Path) -> bytes:
    """A recording of two megabytes on the site."""
    content = bytes(number % 251 for number in range(2_000_000))
    (public / "audio").mkdir()
    (public / SOUND).write_bytes(content)
    return content


def part(path: str, **headers: str) -> tuple[StreamingHttpResponse, bytes]:
    answer = serve(RequestFactory(headers=headers).get("/" + path), path)
    assert isinstance(answer, StreamingHttpResponse)
    return answer, b"".join(map(bytes, answer.streaming_content))


def test_a_player_gets_the_part_that_it_asks_for(sound: bytes) -> None:
    answer, content = part(SOUND, Range="bytes=1000000-")
    assert answer.status_code == 206
    assert content == sound[1_000_000:]
    assert answer["Content-Range"] == "bytes 1000000-1999999/2000000"
    assert answer["Content-Length"] == "1000000"


def test_a_large_file_is_sent_a_piece_at_a_time(sound: bytes) -> None:
    answer, content = part(SOUND)
    assert (answer.status_code, content) == (200, sound)
    assert (answer["Accept-Ranges"], answer["Content-Length"]) == ("bytes", "2000000")


def test_large_files_do_not_take_all_there_is(sound: bytes) -> None:
    def ask() -> Answer:
        return answer("GET", SOUND, defaultdict(str))

    told = [ask() for _ in range(40)]
    refused = [one for one in told if one.status == 503]
    assert 0 < len(refused) < 20
    assert refused[0].headers["Retry-After"]
    assert get("index.html").status_code == 200
    told[0].close()
    told[0].close()
    assert b"".join(ask().body) == sound
    told.clear()  # readers who went away
    assert {ask().status for _ in range(40)} == {200}


def test_a_part_of_another_state_of_the_file_is_not_sent(sound: bytes) -> None:
    first, _ = part(SOUND)
    again, _ = part(SOUND, **{"Range": "bytes=5-9", "If-Range": first["ETag"]})
    assert again.status_code == 206
    changed, content = part(SOUND, **{"Range": "bytes=5-9", "If-Range": '"other"'})
    assert (changed.status_code, len(content)) == (200, len(sound))


def test_a_part_behind_the_end_is_told(sound: bytes) -> None:
    answer = get(SOUND, Range="bytes=3000000-")
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */2000000")


def test_words_are_packed_for_who_takes_them_so(public: Path) -> None:
    answer = get("index.html", **{"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == (public / "index.html").read_bytes()
    assert answer["ETag"] != get("index.html")["ETag"]
    again = get("index.html", **{"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["gzip", ""])
def test_caches_are_told_that_there_are_two_forms(public: Path, accepted: str) -> None:
    assert get("index.html", **{"Accept-Encoding": accepted})["Vary"] == "Accept-Encoding"


def test_a_page_that_was_pressed_anew_is_packed_anew(public: Path) -> None:
    get("index.html", **{"Accept-Encoding": "gzip"})
    (public / "index.html").write_text("<p>Something else.</p>" * 100)
    answer = get("index.html", **{"Accept-Encoding": "gzip"})
    assert b"Something else." in gzip.decompress(answer.content)


def test_a_page_from_memory_is_told_as_it_was_from_disk(public: Path) -> None:
    asked = [{}, {"Accept-Encoding": "gzip"}, {"Range": "bytes=5-9"}, {"Range": "bytes=9999999-"}]
    first = [get("topics/water/", **headers) for headers in asked]
    settle(public / "topics/water/index.html")
    for _ in range(2):
        again = [get("topics/water/", **headers) for headers in asked]
        for one, other in zip(first, again, strict=True):
            assert (one.status_code, one.content) == (other.status_code, other.content)
            assert one.headers == other.headers


def test_a_page_in_memory_gives_way_to_what_lies_there(public: Path, tmp_path: Path) -> None:
    settle(public / "topics/water/index.html")
    get("topics/water/")
    (tmp_path / "new").write_text("<p>New.</p>")
    (tmp_path / "new").replace(public / "topics/water/index.html")
    assert get("topics/water/").content == b"<p>New.</p>"
    (public / "topics").rename(tmp_path / "elsewhere")
    (public / "topics").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/water/index.html").write_text("secret")
    assert get("topics/water/").status_code == 404


def through(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    """Ask the application that stands before Django; the desk is told by its name alone."""
    told: list[tuple[str, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        told.append((status, dict(headers)))

    def desk(_environ: object, start: object) -> list[bytes]:
        assert callable(start)
        start("200 OK", [])
        return [b"the desk"]

    environ: dict[str, object] = {}
    setup_testing_defaults(environ)
    raw = path.encode().decode("latin-1")
    environ |= {"PATH_INFO": raw, "REQUEST_METHOD": method}
    content = b"".join(files_first(desk, but={"desk"})(environ, start))  # type: ignore[arg-type]
    return *told[0], content


def test_reading_needs_no_django(public: Path) -> None:
    status, headers, content = through("/topics/النيل/")
    assert (status, headers["Content-Type"]) == ("200 OK", "text/html; charset=utf-8")
    assert content == (public / "topics/النيل/index.html").read_bytes()


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/articles/"])
def test_the_desk_is_handed_on(public: Path, path: str) -> None:
    assert through(path)[2] == b"the desk"


@pytest.mark.parametrize("path", ["/desks", "/", "//desk/", "/a/desk/", "/\xff\xfe"])
def test_nothing_else_is(public: Path, path: str) -> None:
    assert through(path)[2] != b"the desk"


def test_no_request_is_answered_with_half_of_what_head_would_tell(public: Path) -> None:
    status, headers, content = through("/index.html", "HEAD")
    assert (status, content) == ("200 OK", b"")
    assert int(headers["Content-Length"]) == (public / "index.html").stat().st_size
