"""A small outlet with something of every sort: what it publishes, on which day, and what became of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction
from django.test import override_settings

from pamphleteer.desk.models import Article, FixedPage, Picture, TopicPicture
from pamphleteer.desk.verbs import correct, fixed, pictures, recordings, shows, translating
from pamphleteer.desk.verbs.pictures import Developed
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.register.models import Licence, Outlet, Partner, Topic
from tests.press.golden.words import ARABIC, CAPTIONS, ENGLISH, HOSTILE, LONG
from tests.sounds import mp3

PICTURES = Path(__file__).parent / "data/pictures"
BEGAN = datetime(2025, 11, 27, 8, tzinfo=UTC)
SITE = "https://river.example/"
HUB = "https://hub.example/"


@contextmanager
def small_outlet(
    folder: Path, *, site: str = SITE, language: str = "en", odd: bool = True
) -> Iterator[clock.StoppedClock]:
    """Fill the database, in which nothing has happened yet, with the outlet; its clock stands still.

    What is `odd` looks odd: a headline of markup, a word that ends nowhere.

    It wants a database of its own, for the keys of its rows show.
    """
    places = {
        "FOLDER": folder, "PUBLIC": folder / "public", "THEME": folder / "theme",
        "MEDIA_ROOT": str(folder / "media"), "SITE_URL": site, "DESK_URL": site,
        "SIGNUP_URL": f"{site}digest/", "SEARCH_URL": f"{site}search/", "PRESS_HUBS": (HUB,),
    }  # fmt: skip
    # Wagtail reads Django's clock for when something was published.
    django = patch("django.utils.timezone.now", clock.now)
    with override_settings(**places), clock.stopped(BEGAN) as stopped, django:
        Story(stopped, ARABIC if language == "ar" else ENGLISH, language, odd=odd).tell()
        yield stopped


class Story:
    """What happened in the outlet, day by day."""

    def __init__(
        self, stopped: clock.StoppedClock, words: Mapping[str, str], language: str, *, odd: bool
    ) -> None:
        self.clock, self.words, self.language, self.odd = stopped, words, language, odd

    def tell(self) -> None:
        """Live the year."""
        self.lay()
        self.rescued()
        self.last_year()
        self.clock.at = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
        self.wednesday()
        compose(self.daily)
        self.clock.advance(hours=37)  # an hour at which days differ between the outlet and UTC
        self.thursday_night()
        self.clock.advance(hours=10)
        self.friday()
        compose(self.daily)
        withdraw(self.gone, why=self.words["gone-why"])

    def lay(self) -> None:
        """Name the outlet, its topics, its partner and its fixed pages."""
        words = self.words
        Outlet.objects.update(
            name=words["outlet"], tagline=words["tagline"], language=self.language,
            zone="Africa/Cairo", mark=UUID(int=7), postal_address="1 Pier, Rivertown",
        )  # fmt: skip
        topics = Topic.objects
        self.water = topics.create(
            slug="water", name=words["water"], description=words["water-words"]
        )
        self.river = topics.create(slug="النيل", name=words["river"], parent=self.water)
        self.radio = topics.create(
            slug="radio", name=words["radio"], description=words["radio-words"]
        )
        topics.create(slug="nothing-yet", name="Nothing yet")
        self.partner = Partner.objects.create(
            slug="harbour-light", name=words["partner"], url="https://harbour-light.example/",
            about=words["partner-words"], licence=Licence.objects.get(slug="cc-by"),
        )  # fmt: skip
        self.bridge = kept_picture("bridge", words["bridge"])
        TopicPicture.objects.create(topic=self.radio, picture=self.bridge)
        told = {"email": "radio@river.example", "category": "News / Politics"}
        with transaction.atomic():
            shows.keep(self.radio, told)
        Digest.objects.all().delete()
        self.daily = Digest.objects.create(
            name=words["daily"], slug="daily", begins=BEGAN, order=Digest.Order.TOPIC
        )
        enrol("nobody-is-named@readers.example")
        self.fixed("about", "about")
        self.fixed("contact", "contact-us")

    def fixed(self, name: str, slug: str) -> None:
        """Publish a fixed page; of those that each outlet begins with, none stands."""
        page = FixedPage.objects.filter(slug=name).first() or FixedPage()
        page.title, page.slug = self.words[name], slug
        page.body = self.words[f"{name}-body"]
        fixed.publish(page)

    def rescued(self) -> None:
        """Bring what is older than the outlet, and has no date."""
        self.piece("old", rescued_from="page.txt", place=-3, body="")

    def last_year(self) -> None:
        """Publish a partner's piece whole, with its credit."""
        self.piece(
            "ferry", partner=self.partner, authors="Ada Quay", topics=[self.water],
            original_url="https://harbour-light.example/ferry?a=1&b=2", date=BEGAN,
        )  # fmt: skip

    def wednesday(self) -> None:
        """Publish a piece with pictures, correct it, and two that are translations of each other."""
        within = f'<embed embedtype="picture" id="{self.bridge.pk}"/>'
        clean = self.piece(
            "clean", topics=[self.water], authors="Ada Quay and Bo Lee", picture=self.bridge,
            body=f"<p>It took forty years.</p><h2>Nets</h2>{within}<blockquote><p>We counted.</p>"
            "</blockquote><ul><li>One</li><li>Two</li></ul><table><tr><th>Year</th><th>Fish</th></tr>"
            f"<tr><td>1986</td><td>0</td></tr></table><p>{LONG if self.odd else self.words['clean-lead']}</p>",
        )  # fmt: skip
        self.clock.advance(minutes=50)
        correct.correct(clean, self.words["correction"])
        farmers = self.piece("farmers", topics=[self.river], language="en")
        arabic = self.piece(
            "farmers",
            headline="مزارعو الدلتا",
            lead="الملح يصعد في القنوات.",
            body="<p>والأرز ينزل.</p>",
            topics=[self.river],
            language="ar",
        )
        translating.link(arabic, farmers)

    def thursday_night(self) -> None:
        """Publish what is heard, and the beginning of a partner's piece."""
        draft = self.draft("heard", topics=[self.radio, self.water], authors="Bo Lee")
        draft.audio, draft.transcript = recordings.upload(mp3(frames=60)), CAPTIONS
        draft.save_revision()
        publish(draft)
        self.clock.advance(minutes=1)
        self.piece(
            "excerpt", partner=self.partner, licence=Licence.objects.get(slug="all-rights-reserved"),
            original_url="https://harbour-light.example/port", topics=[], body="",
        )  # fmt: skip

    def friday(self) -> None:
        """Publish what is to be withdrawn when it was mailed, and give another piece a better address."""
        self.gone = self.piece("gone", topics=[self.water])
        self.clock.advance(minutes=5)
        moved = self.piece("moved", topics=[])
        draft: Any = moved.get_latest_revision_as_object()
        draft.slug = "bridge-for-the-islands"
        draft.save_revision()
        publish(moved)
        self.clock.advance(minutes=5)
        if self.odd:
            self.piece("moved", headline=HOSTILE, lead=f"{HOSTILE} {LONG}", body="", topics=[])

    def piece(self, name: str, **fields: Any) -> Article:
        """Publish a piece, a minute after what was done before."""
        article = self.draft(name, **fields)
        publish(article)
        return article

    def draft(self, name: str, **fields: Any) -> Article:
        """Write a piece that nobody has published yet."""
        self.clock.at += timedelta(minutes=1)
        lead = self.words.get(f"{name}-lead", "")
        filled = {"headline": self.words[name], "lead": lead, "body": f"<p>{lead}</p>"}
        return write(**(filled | fields))


def kept_picture(name: str, alt: str) -> Picture:
    """Return a picture whose files are held in the tests: encoders differ between machines."""
    files = []
    for path in sorted(PICTURES.glob(f"{name}.*")):
        held = path.read_bytes()
        found = sha256(held).hexdigest()
        kept = f"{found[:20]}{path.suffix}"
        place = pictures.where(kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(held)
        files.append(
            {"name": kept, "width": 360, "height": 240, "size": len(held), "sha256": found}
        )
    master = next(one["name"] for one in files if str(one["name"]).endswith(".jpg"))
    done = Developed(sha256(name.encode()).hexdigest(), 360, 240, str(master), files)
    return pictures.keep(done, alt=alt, credit="Ada Quay, CC BY 4.0", own=False, by=None)
