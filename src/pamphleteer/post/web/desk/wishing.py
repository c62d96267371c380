"""What readers wish, and how mails stand, in words."""

from collections.abc import Mapping

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from pamphleteer.post.models import Consent, Form, Rhythm, State
from pamphleteer.post.verbs.choices import Current
from pamphleteer.press import voice

STATES = {
    State.PLANNED: pgettext_lazy("mail", "waits"),
    State.CLAIMED: pgettext_lazy("mail", "is being handed over"),
    State.DONE: pgettext_lazy("mail", "taken by a relay"),
    State.REFUSED: pgettext_lazy("mail", "refused"),
    State.DOUBT: pgettext_lazy("mail", "in doubt"),
}
CONSENTS = {
    Consent.Kind.ASKED: lazy("asked for mail"),
    Consent.Kind.CONFIRMED: lazy("confirmed it"),
    Consent.Kind.IMPORTED: lazy("came with a list"),
    Consent.Kind.MOVED: lazy("moved to another address"),
}


def told(one: Current, topics: Mapping[int, str]) -> list[str]:
    """Return what a reader wishes of a digest, in a few words each."""
    wishes = one.wishes
    said = [_rhythm(one)]
    if wishes.topics is None:
        said.append(_("all topics"))
    else:
        names = sorted(topics[key] for key in wishes.topics if key in topics)
        said.append(_("topics: {names}").format(names=", ".join(names) or "–"))
    if wishes.language:
        said.append(voice.name_of(wishes.language))
    said.append(_("plain text") if wishes.form == Form.TEXT else "HTML")
    if one.lost:
        said.append(_("a topic or the time zone of it is no more"))
    return said


def _rhythm(one: Current) -> str:
    wishes = one.wishes
    if wishes.rhythm == Rhythm.AT_ONCE:
        return _("each piece at once")
    if wishes.hour is None:
        return _("daily, with its edition")
    hour = f"{wishes.hour:02}:00"
    if wishes.rhythm == Rhythm.WEEKLY and wishes.weekday is not None:
        day = WEEKDAYS[wishes.weekday]
        words = _("weekly on {day} at {hour}, {zone}")
        return words.format(day=day, hour=hour, zone=wishes.zone)
    return _("daily at {hour}, {zone}").format(hour=hour, zone=wishes.zone)
