"""Entities that a document declares itself: they are never expanded, nor fetched.

Nested declarations grow without bound, external ones read files and ask servers (CWE-776, CWE-611).
"""

import re
from html.entities import html5
from itertools import islice

_DECLARED = re.compile(r"<!ENTITY\s+(?:(%)\s+)?([\w.:-]{1,100})\s")
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_MOST = 1_000  # declarations that are looked at
# The sets that the first document types of RSS name (Netscape's, and XHTML's).
_SETS = {"HTMLlat1", "HTMLsymbol", "HTMLspecial"}


def used(text: str) -> list[str]:
    """Return the entities, as `&name;`, that a document declares itself and uses.

    Those of HTML don't count: old document types declare them, and everybody knows what they mean.
    """
    if "<!ENTITY" not in text:
        return []
    bare = _CDATA.sub("", text)
    declared = (found.groups() for found in islice(_DECLARED.finditer(bare), _MOST))
    names = dict.fromkeys(f"{mark or '&'}{name};" for mark, name in declared if not _known(name))
    return [name for name in names if name in bare]


def _known(name: str) -> bool:
    return f"{name};" in html5 or name in _SETS
