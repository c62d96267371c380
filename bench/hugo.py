"""Hugo on an equal site: the same pieces, and the same files made of them (`hugo_site/`).

Pages have the parts and the marks of ours: frame, sign-up, byline, credit, JSON-LD, what came before in the
topic and on the same day. Lists are numbered from the oldest, with the newest ones in front; feeds in
three formats have archived parts (RFC 5005), since what Hugo calls pagination works in any of its
output formats. Both sites' files are counted by their sort, and must be about as many and as long.

Hugo is used as those do who know it well: what all pages share is a cached partial; what one piece
shows in many places is kept in its store, because that cache holds but 1,000 entries; terms are looked
up by their names; no page is sorted or searched for twice.

What stays unequal, for Hugo: addresses, identifiers, whose a piece is and what its licence allows stand
ready in the front matter, where the press looks them up; the house's words are written into the
layouts, where the press looks for their translations; it keeps no hashes and no record of what each file
was made from, and does not wait for the disk; and it uses all cores. For the press: its pieces lie in a
database, where Hugo reads a file for each; and its pages are numbered `4.html`, where Hugo makes a
folder for each. Neither has pictures or recordings there. A handful of files that are made once (icons, the
page of a sort of mail) only the press has.
"""

import resource
import subprocess
import time
from pathlib import Path

from bench.measure import apart


def lay(folder: Path, outlet: Path) -> None:
    """Write the site's sources, of the pieces of an outlet, into a folder that is not there yet."""
    apart("laid", outlet, str(folder))


def build(folder: Path, *, to: Path) -> tuple[float, float]:
    """Build into a folder that is not there yet; return the seconds, and those of all cores."""
    words = ["hugo", "--config", "hugo.toml,outlet.json", "--source", str(folder)]
    begun, before = time.perf_counter(), _of_cores()
    subprocess.run(
        [*words, "--destination", str(to), "--quiet"], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun, _of_cores() - before


def _of_cores() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
