"""Look at the colours of the site: letters of each have to be read by everybody, on light and dark screens."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models.look import DARK, LIGHT, READABLE
from pamphleteer.ground import colour


def check_light(shade: str) -> None:
    """Raise `Refused` unless letters of this colour can be read on a light screen."""
    if told := _unreadable(shade, LIGHT):
        raise Refused(told + " " + _nearest(shade, LIGHT))


def check_dark(shade: str) -> None:
    """Raise `Refused` unless letters of this colour can be read on a dark screen."""
    if told := _unreadable(shade, DARK):
        raise Refused(told + " " + _nearest(shade, DARK))


def _unreadable(shade: str, grounds: tuple[str, ...]) -> str:
    found = colour.least(shade, grounds)
    if found >= READABLE:
        return ""
    words = (
        _("{colour} can't be read on light pages: its contrast is {found} : 1, and letters need {least} : 1.")
        if grounds is LIGHT
        else _("{colour} can't be read on dark pages: its contrast is {found} : 1, and letters need {least} : 1.")
    )  # fmt: skip
    # Never rounded up to what it does not have.
    shown = number_format(int(found * 10) / 10, 1)
    return words.format(colour=shade, found=shown, least=number_format(READABLE, 1))


def _nearest(shade: str, grounds: tuple[str, ...]) -> str:
    near = colour.readable(shade, grounds, at_least=READABLE)
    return _("The nearest shade that can be read is {shade}.").format(shade=near)
