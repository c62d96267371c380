"""The files of the site, as the press left them, what they are made from, and what keeps it from writing."""

from pamphleteer.press.models.announcement import Announcement
from pamphleteer.press.models.change import Change
from pamphleteer.press.models.day import Day
from pamphleteer.press.models.fault import Fault
from pamphleteer.press.models.file import File
from pamphleteer.press.models.flaw import Flaw
from pamphleteer.press.models.listed import Listed, Shelf
from pamphleteer.press.models.need import Need
from pamphleteer.press.models.plan import Plan
from pamphleteer.press.models.signer import Signer
from pamphleteer.press.models.tally import Tally
from pamphleteer.press.models.words import PieceWords

__all__ = [
    "Announcement",
    "Change",
    "Day",
    "Fault",
    "File",
    "Flaw",
    "Listed",
    "Need",
    "PieceWords",
    "Plan",
    "Shelf",
    "Signer",
    "Tally",
]
