"""Hugo's site of the bench is the press's: the same files, which say the same in the same elements."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
import pytest
from django.conf import settings

from bench import hugo, sorts
from bench.archive import fill
from bench.laid import lay
from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

_ARTICLES = 160
_EQUAL = ("articles", "archived feeds", "days", "feeds", "lists")
_LISTS = ("topics/topic-3", "partners/harbour-4", "authors/ada-quay")
_NUMBERED = ("archive", "authors/ada-quay")
_ADDRESSES = {"href", "action"}


@pytest.fixture
def sites(cast: Cast, tmp_path: Path) -> tuple[Path, Path]:
    """One outlet's site, by the press and by Hugo."""
    fill(_ARTICLES, 0, by=cast.editor)
    press()
    lay(tmp_path / "sources")
    hugo.build(tmp_path / "sources", to=tmp_path / "site")
    return Path(settings.PUBLIC), tmp_path / "site"


def test_both_sites_have_the_same_files_and_say_the_same(sites: tuple[Path, Path]) -> None:
    ours, theirs = map(sorts.counted, sites)
    assert {one: ours[one].files for one in _EQUAL} == {one: theirs[one].files for one in _EQUAL}
    assert sorts.differences(ours, theirs) == []
    _articles_are_the_same(*sites)
    _lists_are_the_same(*sites)
    _feeds_are_the_same(*sites)


def _articles_are_the_same(ours: Path, theirs: Path) -> None:
    names = sorted(path.name for path in (ours / "articles").iterdir())
    assert len(names) > _ARTICLES * 0.9
    for name in names:
        one, other = (_page(site / "articles" / name) for site in (ours, theirs))
        assert words(one.body) == words(other.body)
        assert _elements(one) == _elements(other)
        assert _linked(one) == _linked(other)


def _lists_are_the_same(ours: Path, theirs: Path) -> None:
    pairs = [(f"{folder}/index.html",) * 2 for folder in ("archive", "partners", *_LISTS)]
    pairs += [(f"{folder}/2.html", f"{folder}/older/page/2/index.html") for folder in _NUMBERED]
    pairs += [(f"archive/{year}/index.html", f"years/{year}/index.html") for year in (2013, 2019)]
    pairs += [
        (path.relative_to(ours).as_posix(), f"archive/{'-'.join(path.parts[-4:-1])}/index.html")
        for path in ours.glob("archive/2019/*/*/index.html")
    ]
    for one, other in pairs:
        assert words(_page(ours / one).body) == words(_page(theirs / other).body)


def _feeds_are_the_same(ours: Path, theirs: Path) -> None:
    pairs = [(f"{folder}{name}",) * 2 for folder in ("", "topics/topic-3/", "partners/harbour-4/")
             for name in ("feed.xml", "atom.xml", "feed.json")]  # fmt: skip
    pairs += [(f"feeds/2/{name}", f"feeds/page/2/{name}") for name in ("feed.xml", "feed.json")]
    for one, other in pairs:
        entries = _json if one.endswith("json") else _xml
        found = list(entries(ours / one))
        assert found
        assert found == list(entries(theirs / other))


def test_sites_that_differ_are_told_by_what_does() -> None:
    ours = {"articles": sorts.Sum(100, 1_000_000), "others": sorts.Sum(3, 1_000)}
    assert sorts.differences(ours, {"articles": sorts.Sum(95, 950_000)}) == []
    fewer, shorter = {"articles": sorts.Sum(80, 990_000)}, {"articles": sorts.Sum(100, 800_000)}
    assert sorts.differences(ours, fewer) == ["articles: 100 files, 1.0 MB; Hugo 80 files, 1.0 MB"]
    assert sorts.differences(ours, shorter) == [
        "articles: 100 files, 1.0 MB; Hugo 100 files, 0.8 MB"
    ]
    assert sorts.differences(ours, {}) == ["articles: 100 files, 1.0 MB; Hugo 0 files, 0.0 MB"]


def _page(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes())


def _elements(page: lxml.html.HtmlElement) -> Counter[tuple[str, ...]]:
    """Return each element with its attributes, and how often it is there; where links lead is another matter."""
    return Counter(
        (one.tag, *(f"{name}={value}" for name, value in sorted(one.items()) if name not in _ADDRESSES))
        for one in page.iter(lxml.etree.Element)
    )  # fmt: skip


def _linked(page: lxml.html.HtmlElement) -> object:
    (script,) = page.xpath("//script")
    return json.loads(script.text)


def _xml(path: Path) -> Iterator[list[tuple[str, str, dict[str, str]]]]:
    for entry in lxml.etree.parse(path).iter("item", "{http://www.w3.org/2005/Atom}entry"):
        yield [(one.tag, (one.text or "").strip(), dict(one.attrib)) for one in entry.iter()]


def _json(path: Path) -> Iterator[object]:
    yield from json.loads(path.read_text())["items"]
