"""A day by one command: partners and a saved page in; a site and a digest in inboxes out."""

from collections import Counter
from pathlib import Path

import lxml.html
import pytest

from tests.journeys.house import DATABASE, House

READERS = 5


def pieces_on(seed: Path) -> list[tuple[str, str]]:
    """Return the headlines and leads of the seed page, which alternate between its furniture."""
    blocks = [block.strip() for block in seed.read_text(encoding="utf-8").split("\n\n")]
    _skip_link, *body, _sign_up = [block for block in blocks if block]
    first_lines = [block.split("\n")[0].strip() for block in body]
    return list(zip(first_lines[::2], first_lines[1::2], strict=True))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


def digests(house: House) -> Counter[str]:
    return Counter(str(mail["To"]) for mail in house.mails() if mail["List-Unsubscribe-Post"])


def assert_topic_page_holds(topic: Path, pieces: list[tuple[str, str]]) -> None:
    text = words(page(topic))
    place = 0
    for headline, lead in pieces:
        for piece in (headline, lead):
            found = text.find(" ".join(piece.split()), place)
            assert found >= place, f"“{piece[:60]}” is missing or out of order"
            place = found + len(piece.split()[0])


def assert_skip_link_comes_first(path: Path) -> None:
    first = page(path).xpath("//body//*[self::a[@href] or self::input or self::button][1]")[0]
    assert first.tag == "a", path
    assert first.get("href", "").startswith("#"), path
    assert page(path).xpath(f"//*[@id='{first.get('href')[1:]}']"), path


@pytest.mark.either_database
def test_demo_lives_one_whole_day(laid_house: House, shared: Path) -> None:
    house = laid_house
    seed = shared / "seed" / "archive-page.txt"
    once = ("demo", "--once", "--dir", house.folder)
    day = house.command(*once, "--from", seed, "--topic", "coup")
    assert day.returncode == 0, day.stdout + day.stderr
    assert "rescue" in day.stdout
    assert day.stderr == ""

    public = house.folder / "public"
    assert len(pieces_on(seed)) == 15
    assert_topic_page_holds(public / "topics" / "coup" / "index.html", pieces_on(seed))
    for path in public.rglob("*.html"):
        assert_skip_link_comes_first(path)
    articles = [path.read_text(encoding="utf-8") for path in public.glob("articles/*.html")]
    assert len(articles) == 15 + 14 + 2 + 1
    assert sum("The baker has announced free bread" in article for article in articles) == 1
    assert not any("has been read by more people than live on it" in text for text in articles)

    assert len(house.mails()) == READERS
    assert sorted(digests(house).values()) == [1] * READERS
    assert all("Haiti: 20 Years" not in str(mail) for mail in house.mails())

    post = house.of("post")
    assert post.returncode == 0, post.stdout + post.stderr
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}
    again = house.command(*once, "--from", seed, "--topic", "coup")
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(house.mails()) == READERS
    after = {path: path.stat().st_mtime_ns for path in public.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.either_database
def test_demo_without_a_folder_leaves_nothing_behind(
    house: House, database_url: str, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    laid = {"TMPDIR": str(room), DATABASE: database_url}
    day = House(house.folder, {**house.environment, **laid}).command("demo", "--once")
    assert day.returncode == 0, day.stdout + day.stderr
    assert list(room.iterdir()) == []


@pytest.mark.either_database
def test_a_page_without_a_headline_is_said_in_a_line(laid_house: House, tmp_path: Path) -> None:
    house = laid_house
    page = tmp_path / "empty.txt"
    page.write_text("\n\n")
    day = house.command("demo", "--once", "--dir", house.folder, "--from", page)
    assert (day.returncode, day.stdout) == (1, "")
    assert day.stderr == f"found no headline in {page}\n"
    assert list((house.folder / "public").iterdir()) == []
