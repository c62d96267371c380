"""The stock: what was read stays until it has changed, and no more of it than there is room for."""

from functools import partial

import pytest

from pamphleteer.desk.models import Article
from pamphleteer.press import pictures, things
from pamphleteer.press import stock as stocks
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.press.stock import How, Stock
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def _much(how: How, _piece: Piece) -> dict[How, str]:
    return {how: "x" * 1000}


def test_a_piece_is_read_again_when_it_or_what_it_shows_has_changed(cast: Cast) -> None:
    article, stock = cast.article(partner=cast.partner), Stock()
    for thing in (things.article(article.pk), things.partner(cast.partner.pk)):
        before = Site(stock).pieces([article.pk])[0]
        Article.objects.filter(pk=article.pk).update(headline=f"Changed with {thing}")
        assert Site(stock).pieces([article.pk]) == [before]
        stock.forget({thing})
        assert Site(stock).pieces([article.pk])[0].headline == f"Changed with {thing}"


def test_what_is_drawn_of_a_piece_is_drawn_once(cast: Cast) -> None:
    article, stock = cast.article(), Stock()
    drawn: list[int] = []

    def draw(_piece: Piece) -> dict[How, str]:
        drawn.append(len(drawn))
        return {("one",): f"drawn {len(drawn)} times"}

    for _site in range(2):
        site = Site(stock)
        piece = site.pieces([article.pk])[0]
        with site.noting() as needs:
            assert site.drawn([piece], ("one",), draw) == ["drawn 1 times"]
    assert not needs
    stock.forget({things.article(article.pk)})
    assert site.drawn(site.pieces([article.pk]), ("one",), draw) == ["drawn 2 times"]


def test_what_nobody_asked_for_longest_goes_when_there_is_too_much(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [cast.article(headline=f"Piece {number}").pk for number in range(6)]
    monkeypatch.setattr(stocks, "_AT_MOST", 10_000)
    site = Site(Stock())
    for key in keys:
        piece = site.pieces([key])[0]
        site.drawn([piece], ("one",), lambda _piece: {("one",): "x" * 1000})
    assert [piece.pk for piece in site.pieces(keys)] == keys
    assert site._stock._size < 20_000


def test_what_is_drawn_long_after_the_pieces_were_read_makes_room_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [cast.article(headline=f"Piece {number}").pk for number in range(6)]
    monkeypatch.setattr(stocks, "_AT_MOST", 20_000)
    site = Site(Stock())
    site.pieces(keys)
    for way in range(20):
        how: How = (f"way {way}",)
        site.drawn(site.pieces(keys), how, partial(_much, how))
        assert site._stock._size < 40_000


def test_what_is_asked_for_again_is_kept_before_what_is_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    often, *others = [cast.article(headline=f"Piece {number}").pk for number in range(20)]
    monkeypatch.setattr(stocks, "_AT_MOST", 20_000)
    site, drawn = Site(Stock()), list[int]()

    def draw(piece: Piece) -> dict[How, str]:
        drawn.append(piece.pk)
        return _much(("one",), piece)

    for key in others:
        site.drawn(site.pieces([often, key]), ("one",), draw)
    site.drawn(site.pieces(others[:1]), ("one",), draw)
    assert drawn == [often, *others, others[0]]


def test_a_body_is_made_harmless_once_until_it_changes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, stock = cast.article(body="<p>One</p>"), Stock()
    made: list[str] = []
    harmless = pictures.harmless
    monkeypatch.setattr(pictures, "harmless", lambda body: made.append(body) or harmless(body))
    assert [Site(stock).body(article.pk) for _time in range(2)] == ["<p>One</p>"] * 2
    assert made == ["<p>One</p>"]
    Article.objects.filter(pk=article.pk).update(body="<p>Two</p>")
    stock.forget({things.article(article.pk)})
    assert Site(stock).body(article.pk) == "<p>Two</p>"


def test_bodies_that_came_first_make_room(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stocks, "_OF_BODIES", 3000)
    keys = [cast.article(body=f"<p>{'x' * 1000}</p>").pk for _number in range(4)]
    site = Site(Stock())
    assert {len(site.body(key)) for key in keys} == {1007}
    assert [site._stock.body(key) is not None for key in keys] == [False, False, True, True]
    assert site._stock._size_of_bodies == 2014
    assert len(site.body(keys[0])) == 1007


def test_what_goes_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stocks, "_AT_MOST", 20_000)
    stock = Stock()
    for number in range(20):
        key = cast.article(headline=f"Piece {number}").pk
        Site(stock).drawn(Site(stock).pieces([key]), ("one",), partial(_much, ("one",)))
    assert len(stock._articles) < 10
    shown = set().union(*(kept.things for kept in stock._articles.values()))
    assert set(stock._shown_by) == {*map(things.article, stock._articles), *shown}
