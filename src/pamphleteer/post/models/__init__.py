"""Readers, digests, editions and deliveries."""

from pamphleteer.post.models.alarm import Alarm, Muted
from pamphleteer.post.models.asking import Asking
from pamphleteer.post.models.choice import Choice, Form, Rhythm, Subscription
from pamphleteer.post.models.consent import Consent, Terms
from pamphleteer.post.models.delivery import Delivery, Notice
from pamphleteer.post.models.digest import Digest
from pamphleteer.post.models.dkim import DkimKey
from pamphleteer.post.models.edition import Edition
from pamphleteer.post.models.evidence import Evidence
from pamphleteer.post.models.fence import Fence
from pamphleteer.post.models.intake import Intake, IntakePart, IntakeReport
from pamphleteer.post.models.letter import Enclosure, Letter
from pamphleteer.post.models.pace import Pace
from pamphleteer.post.models.pickup import Pickup
from pamphleteer.post.models.piece import Piece
from pamphleteer.post.models.proof import Proof
from pamphleteer.post.models.reader import Reader
from pamphleteer.post.models.rest import RelayChange, Rest
from pamphleteer.post.models.seal import Seal
from pamphleteer.post.models.sending import Sending, State
from pamphleteer.post.models.site import Site
from pamphleteer.post.models.suppressed import Suppressed
from pamphleteer.post.models.tally import Tally
from pamphleteer.post.models.traffic import Traffic
from pamphleteer.post.models.trial import Trial

__all__ = [
    "Alarm",
    "Asking",
    "Choice",
    "Consent",
    "Delivery",
    "Digest",
    "DkimKey",
    "Edition",
    "Enclosure",
    "Evidence",
    "Fence",
    "Form",
    "Intake",
    "IntakePart",
    "IntakeReport",
    "Letter",
    "Muted",
    "Notice",
    "Pace",
    "Pickup",
    "Piece",
    "Proof",
    "Reader",
    "RelayChange",
    "Rest",
    "Rhythm",
    "Seal",
    "Sending",
    "Site",
    "State",
    "Subscription",
    "Suppressed",
    "Tally",
    "Terms",
    "Traffic",
    "Trial",
]
