"""The fixed cast of the tests, and how to build what they need with a word or two."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.desk.models import Article, Picture
from pamphleteer.desk.verbs.pictures import upload
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.register.models import Licence, Outlet, Partner, Person, Topic
from tests.drawing import drawn

PASSWORD = "correct horse battery staple"


class Cast:
    """Connie contributes, Edith edits, Paula publishes, Oscar is an outsider; The Harbour Light is a partner."""

    @cached_property
    def outlet(self) -> Outlet:
        return Outlet.objects.the()

    @cached_property
    def contributor(self) -> Person:
        connie = Person.objects.create_user("connie@example.org", PASSWORD, first_name="Connie")
        connie.groups.add(Group.objects.get(name="Contributors"))
        return connie

    @cached_property
    def editor(self) -> Person:
        edith = Person.objects.create_user("edith@example.org", PASSWORD, first_name="Edith")
        edith.groups.add(Group.objects.get(name="Editors"))
        return edith

    @cached_property
    def publisher(self) -> Person:
        return Person.objects.create_superuser("paula@example.org", PASSWORD, first_name="Paula")

    @cached_property
    def outsider(self) -> Person:
        return Person.objects.create_user("oscar@example.org", PASSWORD, first_name="Oscar")

    @cached_property
    def partner(self) -> Partner:
        return Partner.objects.create(
            slug="harbour-light",
            name="The Harbour Light",
            url="https://harbour-light.example/",
            licence=Licence.objects.get(slug="cc-by"),
        )

    @cached_property
    def source(self) -> Source:
        return Source.objects.create(
            partner=self.partner, url="https://harbour-light.example/feed", due_at=clock.now()
        )

    @cached_property
    def topic(self) -> Topic:
        return Topic.objects.create(slug="water", name="Water")

    def item(self, **fields: Any) -> WireItem:
        """Return a wire item of the partner's."""
        number = WireItem.objects.count() + 1
        filled = {
            "source": self.source,
            "identity": f"piece-{number}",
            "url": f"https://harbour-light.example/{number}",
            "headline": f"The tide comes in for the {number}th time",
            "lead": "Nobody was surprised.",
            "body": "<p>Nobody was surprised, and everybody came to look.</p>",
            "authors": ["Ada Quay"],
            "published": clock.now(),
            "seen": clock.now(),
            "licence": self.partner.licence,
            "credit": self.partner.credit_line,
            "fingerprint": f"{number:064x}",
        }
        return WireItem.objects.create(**(filled | fields))

    def picture(self, **fields: Any) -> Picture:
        """Return a picture that Ada Quay made."""
        filled = {"alt": "A bridge over a river", "credit": "Ada Quay, CC BY 4.0"}
        return upload(drawn(), **(filled | fields))

    def article(self, **fields: Any) -> Article:
        """Return a published article."""
        article = self.draft(**fields)
        publish(article)
        return article

    def draft(self, **fields: Any) -> Article:
        """Return an article that nobody has published yet."""
        filled: dict[str, Any] = {
            "headline": "The river is clean again",
            "lead": "It took forty years.",
            "body": "<p>It took forty years, and four hundred people.</p>",
            "topics": [self.topic],
        }
        return write(**(filled | fields))
