"""A letter of the small outlet, to be looked at as mail programs show it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.post import editions
from pamphleteer.post.letters import rendering, slots
from pamphleteer.post.letters.contents import Contents, Item
from pamphleteer.post.letters.house import house_of, item_of
from pamphleteer.post.letters.links import absolute
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet
from tests.press.golden.words import ARABIC, ENGLISH

NOTES = {
    "en": "Good morning. The river is clean, and the mayor is gone: it was a week to remember.",
    "ar": "صباح الخير. النهر نظيف، والعمدة رحل: كان أسبوعًا لا يُنسى.",
}
LEADS = {
    "en": "Nets, patience and one very long list: how four hundred people who had never met brought the "
    "fish back, and what they ask of the next forty years.",
    "ar": "شباك وصبر وقائمة طويلة جدًا: كيف أعاد أربعمئة شخص لم يلتقوا من قبل الأسماك إلى النهر.",
}


def _by_topic(pieces: list[Article], language: str) -> Iterator[Item]:
    """Yield pieces under their topics, the first above all."""
    first, *others = (item_of(one, language=language) for one in pieces)
    yield first
    sections = [
        replace(one, section=one.topics[0].words, topics=one.topics[1:]) if one.topics else one
        for one in others
    ]
    yield from sorted(sections, key=lambda one: (not one.section, one.section))


def lay(folder: Path, language: str) -> None:
    """Write `letter.html` and `letter.txt` into a folder; a piece with a picture comes first."""
    outlet = Outlet.objects.the()
    words = ARABIC if language == "ar" else ENGLISH
    live = list(Article.objects.live().newest_first().select_related("partner", "picture"))
    live.sort(key=lambda one: (one.picture is None, bool(one.language)))
    bridge = live[0].picture
    for piece in live:
        piece.lead = piece.lead or LEADS[language]
    live[0].lead = LEADS[language]
    live[2].picture = bridge
    contents = Contents(
        language=language,
        name=words["daily"],
        date=day(clock.now(), zone=outlet.tz, language=language),
        subject=live[0].headline,
        items=tuple(_by_topic(live[:5], language)),
        more=2,
        note=NOTES[language],
        web_url=absolute(editions.path_of("daily", 2)),
        archive_url=absolute(editions.folder("daily") + "index.html"),
        choices=True,
    )
    made = rendering.digest(contents, house_of(outlet))
    for name, body in (("letter.html", made.html), ("letter.txt", made.text)):
        Path(folder, name).write_text(slots.filled(body, leave="3f0c", choices="3f0c"), "utf-8")
