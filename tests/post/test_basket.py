"""What one thread puts down for another."""

import time
from threading import Thread, Timer

from pamphleteer.post.basket import Basket

SHORT, LONG = 0.05, 20.0


def test_nothing_comes_of_an_empty_basket_after_a_while() -> None:
    basket = Basket[int]()
    assert basket.taken(within=0) == []
    assert basket.taken(within=SHORT, enough=3, soon=LONG) == []


def test_all_that_is_there_is_taken_at_once_and_in_order() -> None:
    basket = Basket[int]()
    for one in range(5):
        basket.put(one)

    assert basket.taken(within=LONG, enough=2, soon=LONG) == [0, 1, 2, 3, 4]
    assert basket.taken(within=0) == []


def test_whoever_waits_is_woken_by_the_first_thing() -> None:
    basket = Basket[int]()
    later = Timer(SHORT, basket.put, [1])
    later.start()

    assert basket.taken(within=LONG) == [1]


def test_others_are_waited_for_until_they_are_enough() -> None:
    basket = Basket[int]()
    basket.put(0)
    later = Timer(SHORT, lambda: [basket.put(one) for one in (1, 2)])
    later.start()

    assert basket.taken(within=0, enough=3, soon=LONG) == [0, 1, 2]


def test_too_few_are_taken_after_a_moment() -> None:
    basket = Basket[int]()
    basket.put(0)
    begun = time.monotonic()

    assert basket.taken(within=0, enough=3, soon=SHORT) == [0]
    assert time.monotonic() - begun >= SHORT


def test_nothing_is_lost_and_nobody_sleeps_on_between_two_threads() -> None:
    basket, found = Basket[int](), list[int]()
    giver = Thread(target=lambda: [basket.put(one) for one in range(20_000)])
    giver.start()
    while len(found) < 20_000:
        found += basket.taken(within=LONG, enough=50, soon=SHORT)
    giver.join()

    assert found == [*range(20_000)]
