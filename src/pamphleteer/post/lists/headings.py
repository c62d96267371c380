"""The headings of lists, in the languages that we speak and as other systems write them.

Read in the sources or the exports of Mailchimp, Ghost, listmonk, Substack, Buttondown, beehiiv, Kit, Brevo,
ActiveCampaign, Squarespace, Shopify, MailPoet, Newsletter (of WordPress) and Mailman, and what people write by hand.
"""

import re
from enum import Enum, auto

from pamphleteer.ground.text import fold

_PARTS = re.compile(r"[\W_]+")


class Column(Enum):
    """What a column says of a reader."""

    ADDRESS = auto()
    STATUS = auto()
    STATUS_OF_A_LIST = auto()  # of one of several that the reader was on
    CONFIRMED = auto()
    ASKED = auto()
    NETWORK = auto()
    ENDED = auto()  # when the reader had had enough
    CUT_OFF = auto()  # when others ended it
    TAKES = auto()
    ACCEPTS = auto()  # the same, of whoever may never have been asked
    REFUSES = auto()
    CUT = auto()  # whether others ended it
    DIGESTS = auto()
    TOPICS = auto()
    RHYTHM = auto()
    WEEKDAY = auto()
    HOUR = auto()
    ZONE = auto()
    LANGUAGE = auto()
    FORM = auto()
    PAUSED = auto()
    CONSENTS = auto()


# A list may have several of these, and each of them counts.
SEVERAL = {
    Column.STATUS, Column.STATUS_OF_A_LIST, Column.ENDED, Column.CUT_OFF, Column.TAKES, Column.ACCEPTS,
    Column.REFUSES, Column.CUT,
}  # fmt: skip
_HEADINGS = {
    Column.ADDRESS: (
        "email", "e mail", "email address", "e mail address", "mail", "mail address", "subscriber", "subscriber email",
        "address", "member address", "correo", "correo electronico", "direccion de correo",
        "direccion de correo electronico", "direccion de email", "courriel", "adresse e mail", "adresse email",
        "adresse mail", "adresse electronique", "adresse courriel", "البريد", "البريد الالكتروني", "البريد الإلكتروني",
        "عنوان البريد الالكتروني", "عنوان البريد الإلكتروني", "بريد الكتروني", "بريد إلكتروني",
    ),
    Column.STATUS: (
        "status", "state", "subscription status", "member status", "subscriber status", "subscriber type", "type",
        "global status", "email marketing status", "estado", "statut", "etat", "الحالة",
    ),
    Column.STATUS_OF_A_LIST: ("list status",),
    Column.CONFIRMED: (
        "confirm time", "confirmed at", "confirmed", "confirmation time", "confirmado", "fecha de confirmacion",
        "confirme le", "date de confirmation", "تاريخ التأكيد",
    ),
    Column.ASKED: (
        "optin time", "opt in time", "created at", "created on", "created", "created utc", "subscribed at",
        "subscribed on", "signup date", "sign up date", "start date", "date", "date added", "date subscribed",
        "date created", "date registered", "added time", "creation date", "subscription date", "subscription time",
        "asked at", "fecha de alta", "fecha de suscripcion", "date d inscription", "inscrit le",
        "تاريخ الاشتراك",
    ),
    Column.NETWORK: (
        "confirm ip", "confirmation ip", "optin ip", "opt in ip", "signup ip", "subscription ip", "ip", "ip address",
    ),
    Column.ENDED: (
        "unsub time", "unsubscribed at", "unsubscription date", "unsubscribe date", "opt out date", "left at",
        "fecha de baja", "desabonne le", "date de desabonnement", "تاريخ الإلغاء",
    ),
    Column.CUT_OFF: ("clean time", "deleted at", "undeliverability date", "bounced at"),
    Column.TAKES: ("subscribed to emails", "subscribed", "suscrito", "abonne", "مشترك"),
    Column.ACCEPTS: ("accepts email marketing", "accepts marketing"),
    Column.REFUSES: ("unsubscribed", "email blacklisted"),
    Column.CUT: ("email disabled", "blocklisted", "bounced"),
    Column.DIGESTS: ("digests", "digest", "newsletters", "boletines", "lettres", "النشرات"),
    Column.TOPICS: ("topics", "topic", "temas", "sujets", "themes", "مواضيع", "المواضيع"),
    Column.RHYTHM: ("rhythm", "frequency", "ritmo", "frecuencia", "rythme", "frequence", "الوتيرة"),
    Column.WEEKDAY: ("weekday", "day", "dia", "jour", "اليوم"),
    Column.HOUR: ("hour", "hora", "heure", "الساعة"),
    Column.ZONE: (
        "zone", "timezone", "time zone", "zona horaria", "fuseau", "fuseau horaire", "المنطقة الزمنية",
    ),
    Column.LANGUAGE: ("language", "lang", "locale", "idioma", "langue", "اللغة"),
    Column.FORM: ("form", "format", "email type", "formato", "الصيغة"),
    Column.PAUSED: ("paused until", "en pausa hasta", "en pause jusqu au", "متوقف حتى"),
    Column.CONSENTS: ("consents",),
}  # fmt: skip


def plain(words: str) -> str:
    """Return words without case, accents and signs, for comparing."""
    return _PARTS.sub(" ", fold(words)).strip()


_KNOWN = {plain(words): column for column, names in _HEADINGS.items() for words in names}


def column_of(heading: str) -> Column | None:
    """Return what a heading means."""
    return _KNOWN.get(plain(heading))
