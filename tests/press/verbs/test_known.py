"""What a process knows of the needs of files is what the rows say, whoever else records some."""

from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.press.models import File, Need
from pamphleteer.press.models.file import Due
from pamphleteer.press.stock import Stock
from pamphleteer.press.verbs import press as pressing
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.known import Known
from pamphleteer.press.verbs.press import press, round_
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def needs() -> set[tuple[str, str]]:
    return set(Need.objects.values_list("file__path", "thing"))


def front() -> list[Due]:
    return [Due._make(File.objects.values_list(*Due._fields).get(path="index.html"))]


def test_processes_that_press_in_turns_record_what_one_alone_would(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(dict[object, Stock](), dict[object, Known]()) for _process in range(2)]
    articles = [cast.article(headline=f"Piece {number}") for number in range(4)]
    for number in range(8):
        stocks, known = both[number % 3 % 2]
        monkeypatch.setattr(pressing, "_stocks", stocks)
        monkeypatch.setattr(pressing, "_known", known)
        if number % 2:
            withdraw(articles.pop())
        else:
            cast.article(headline=f"One more, {number}", partner=cast.partner)
        round_()
    recorded = needs()
    press()
    assert needs() == recorded
    assert not check()


def test_needs_that_another_process_recorded_are_read_again(cast: Cast) -> None:
    cast.article()
    round_()
    known = pressing._known[Path(settings.PUBLIC)]
    (file,) = front()
    with Known().recording():
        Need.objects.create(thing="article:0", file_id=file.pk)
    assert "article:0" not in known.of([file])[file.pk]
    known.begin()
    assert "article:0" in known.of([file])[file.pk]


def test_whoever_is_broken_off_knows_nothing_any_more(cast: Cast) -> None:
    cast.article()
    round_()
    known = Known()
    with pytest.raises(OSError, match="full"), known.recording():
        raise OSError("full")
    with known.recording():
        pass
    (file,) = front()
    assert known.of([file])[file.pk] == {thing for path, thing in needs() if path == "index.html"}
