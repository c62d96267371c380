"""How lists call rhythms, days and forms, in the languages that we speak; what we write ourselves is the first."""

import re

from pamphleteer.post.lists.headings import plain

_RHYTHMS = {
    "daily": (
        "daily",
        "every day",
        "diario",
        "diaria",
        "quotidien",
        "quotidienne",
        "يوميا",
        "يومي",
    ),
    "weekly": ("weekly", "every week", "semanal", "hebdomadaire", "أسبوعيا", "أسبوعي"),
    "at once": ("at once", "instant", "immediately", "al momento", "aussitot", "فورا"),
}
_DAYS = (
    ("monday", "mon", "lunes", "lundi", "الاثنين", "الإثنين"),
    ("tuesday", "tue", "martes", "mardi", "الثلاثاء"),
    ("wednesday", "wed", "miercoles", "mercredi", "الأربعاء"),
    ("thursday", "thu", "jueves", "jeudi", "الخميس"),
    ("friday", "fri", "viernes", "vendredi", "الجمعة"),
    ("saturday", "sat", "sabado", "samedi", "السبت"),
    ("sunday", "sun", "domingo", "dimanche", "الأحد"),
)
_FORMS = {
    "html": ("html",),
    "text": ("text", "plain text", "plain", "texto", "texte", "نص"),
}
_HOUR = re.compile(r"(\d{1,2})(?::\d\d){0,2}(?: ?h)?")
_LAST_HOUR = 23

RHYTHMS = {plain(name): rhythm for rhythm, names in _RHYTHMS.items() for name in names}
DAYS = {plain(name): day for day, names in enumerate(_DAYS) for name in names}
FORMS = {plain(name): form for form, names in _FORMS.items() for name in names}


def day_name(day: int) -> str:
    """Return how a day of the week is written in lists; 0 is Monday."""
    return _DAYS[day][0]


def hour_in(words: str) -> int | None:
    """Return an hour from 0 to 23, of “18”, “18:00” or “18 h”; None for what is none."""
    found = _HOUR.fullmatch(words)
    return int(found[1]) if found and int(found[1]) <= _LAST_HOUR else None
