"""The letter that somebody of the desk sends to themselves, as readers would get it."""

from email.message import EmailMessage

from django.conf import settings

from pamphleteer.post.letters import headers
from pamphleteer.post.letters.mime import Bodies, letter
from pamphleteer.post.models import Trial
from pamphleteer.register.models import Outlet


def message(trial: Trial, *, outlet: Outlet) -> EmailMessage:
    """Return the letter as it was when somebody asked for it."""
    return letter(
        Bodies(trial.subject, trial.html, trial.text),
        sender=(outlet.name, settings.POST_SENDER),
        to=trial.address,
        message_id=trial.message_id,
        dated=trial.dated,
        headers=headers.NOTICE,
    )
