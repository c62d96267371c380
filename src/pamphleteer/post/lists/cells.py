"""Cells of lists that spreadsheets open: none of them is a formula, and each is read again as it was.

A spreadsheet takes a cell for a formula by its first character, whatever quotes stand around it in the file (OWASP,
"CSV Injection"). An apostrophe before it makes it text; since one is put before apostrophes that would stand there
too, taking one away brings back what was written.
"""

import re
from collections.abc import Iterable
from typing import Any

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def guarded(cells: Iterable[Any]) -> list[str]:
    """Return cells as they are written."""
    said = ["" if cell is None else str(cell) for cell in cells]
    return [f"'{cell}" if _FORMULA.match(cell) else cell for cell in said]


def bare(cell: str) -> str:
    """Return a cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell
