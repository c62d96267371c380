"""How often Python looks for rubbish that holds itself: each look costs time, and much of what is made has none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 20, 20)  # objects more than at the look before; looks until one at older things


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Look seldom while the block runs, in all threads; what holds itself not is gone at once as before."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
