"""The site over HTTP: files below public/, and nothing else."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pamphleteer.press import theme
from pamphleteer.press.web.site import serve

pytestmark = pytest.mark.django_db


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
    assert get("topics/water/feed.xml")["Content-Type"].startswith("application/rss+xml")


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
