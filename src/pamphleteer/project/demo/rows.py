"""The rows of a demo outlet: its words, topics, editor, readers, sources and rules, laid once."""

from django.db import transaction

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.add import add
from pamphleteer.desk.verbs import first_pages, fixed
from pamphleteer.desk.verbs.rules import set_rule
from pamphleteer.ground.html import from_text
from pamphleteer.ground.text import slugify
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.project import laying
from pamphleteer.project.demo.opening import Demo
from pamphleteer.project.demo.world import OwnOutlet, PartnerOutlet, own, partners
from pamphleteer.register.models import Outlet, Partner, Person, Topic
from pamphleteer.register.verbs import people


def lay(demo: Demo) -> int:
    """Lay the database and fill it if it is new; returns the number of sources."""
    outlet = own()
    laying.lay(name=outlet.name)
    with transaction.atomic():
        if not Person.objects.filter(email=outlet.editor).exists():
            _words(outlet)
            people.add(outlet.editor, password=demo.kept.password)
            _about(outlet)
            for address in outlet.readers:
                enrol(address)
        for partner in partners():
            _partner(partner, demo)
    return Source.objects.count()


def editor() -> Person:
    """Return the demo's editor."""
    return Person.objects.get(email=own().editor)


def topics_of(names: tuple[str, ...]) -> list[Topic]:
    """Return topics by their names."""
    return list(Topic.objects.filter(name__in=names))


def _words(outlet: OwnOutlet) -> None:
    Outlet.objects.filter(pk=1).update(
        tagline=outlet.tagline,
        language=outlet.language,
        signup_words=outlet.signup_words,
        postal_address=outlet.postal_address,
    )
    for name, description in outlet.topics.items():
        Topic.objects.create(slug=slugify(name), name=name, description=description)


def _about(outlet: OwnOutlet) -> None:
    """Draft the usual fixed pages, and publish the first of them."""
    about, *_others = first_pages.begin()
    about.body = "".join(map(from_text, outlet.about))
    fixed.publish(about)


def _partner(partner: PartnerOutlet, demo: Demo) -> None:
    """Add a partner's source and rule, or bring its address up to date with the server's port."""
    feed, home = demo.partners.feed_of(partner), demo.partners.home_of(partner)
    known = Source.objects.filter(partner__name=partner.name)
    if known.exists():
        known.update(url=feed)
        Partner.objects.filter(name=partner.name).update(url=home)
        return
    source = add(
        feed,
        partner_name=partner.name,
        licence_slug=partner.licence,
        credit=partner.credit,
        partner_url=home,
    )
    if not partner.chosen:
        set_rule(source, topics=topics_of(partner.topics))
