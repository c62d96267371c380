"""Feeds as they are found, from the public corpora beside the project."""

import re
from pathlib import Path

import pytest

from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed
from pamphleteer.collect.understand import understand

# Titles with markup are left out: ours are plain text.
EXPECT = re.compile(r"entries\[0\]\['(title|link|id)'\] == u?'([^'\\<]*)'\s*$", re.MULTILINE)


def read(path: Path) -> Feed:
    return understand(path.read_bytes(), address="http://127.0.0.1:8097/feed")


def test_no_feed_of_the_corpora_ends_in_anything_but_words(shared: Path) -> None:
    paths = sorted((shared / "corpora/feeds").rglob("*.xml"))
    understood = 0
    for path in paths:
        try:
            understood += bool(read(path))
        except SourceError as error:
            assert str(error), path
    assert understood > 0.9 * len(paths)


@pytest.mark.parametrize("folder", ["wellformed/rss", "wellformed/atom10"])
def test_feeds_of_the_corpora_mean_what_they_are_expected_to(shared: Path, folder: str) -> None:
    wrong = []
    for path in sorted((shared / "corpora/feeds" / folder).glob("*.xml")):
        for name, expected in EXPECT.findall(path.read_text(encoding="utf-8", errors="replace")):
            found = read(path).items
            values = [{"title": f.headline, "link": f.url, "id": f.identity}[name] for f in found]
            # An entry that is an id and nothing else is no piece.
            if values and values[0] != expected:
                wrong.append((path.name, name, expected, values))
    assert wrong == []
