"""What the press says on the home page of the desk: that it can't bring the site up to date."""

from pamphleteer.desk.home import Line, Section
from pamphleteer.press.models import Fault
from pamphleteer.register.models import Person


def stopped(person: Person) -> Section | None:
    """Return why nothing new is on the site, to those who publish."""
    fault = Fault.objects.first()
    if fault is None or not person.has_perm("desk.publish_article"):
        return None
    return Section(
        "The site is not up to date",
        (Line(fault.words),),
        "What was published since is not lost: it shows as soon as the press can write again.",
        wrong=True,
    )
