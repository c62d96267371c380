"""Sources: the ways in which partners' news reaches us."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext

from pamphleteer.collect.intervals import in_words
from pamphleteer.collect.models.host import Host
from pamphleteer.collect.models.wire import WireItem
from pamphleteer.ground import clock

TROUBLE = 3
"""A source is in trouble when so many polls in a row have failed."""
_LONG = timedelta(days=7)
_NEWEST = 10
# A host rests for less between any two requests.
_PAUSE = timedelta(minutes=1)


class SourceQuerySet(models.QuerySet["Source"]):
    """Finds the sources that are to be polled, and those that somebody should look at."""

    def free(self, at: datetime) -> "SourceQuerySet":
        """Return the active sources that no process holds."""
        nobodys = models.Q(held_until=None) | models.Q(held_until__lt=at)
        return self.filter(nobodys, active=True)

    def due(self, at: datetime) -> "SourceQuerySet":
        """Return the free sources whose time has come, the one that waited longest first."""
        return self.free(at).filter(due_at__lte=at).order_by("due_at", "pk")

    def with_rests(self, at: datetime) -> "SourceQuerySet":
        """Return the sources, each knowing until when its server asked for a rest."""
        host = Host.objects.filter(name=models.OuterRef("host"), free_at__gt=at + _PAUSE)
        return self.annotate(host_free_at=models.Subquery(host.values("free_at")[:1]))

    def in_trouble(self) -> "SourceQuerySet":
        """Return the sources that fail again and again, or were retired with a note."""
        failing = models.Q(active=True, failures__gte=TROUBLE)
        retired = models.Q(active=False) & ~models.Q(note="")
        return self.filter(failing | retired)


class Source(models.Model):
    """One way in which a partner's news reaches us: a feed or an archive page, polled over HTTP."""

    class Kind(models.TextChoices):
        """What is at the address."""

        FEED = "feed", lazy("Feed")
        PAGE = "page", lazy("Page")

    partner = models.ForeignKey(
        "register.Partner",
        verbose_name=lazy("partner"),
        on_delete=models.PROTECT,
        related_name="sources",
    )
    url = models.URLField(lazy("address"), max_length=2000, unique=True)
    host = models.CharField(
        max_length=260, default="", editable=False, db_index=True, help_text="Server and port."
    )
    kind = models.CharField(lazy("kind"), max_length=10, choices=Kind, default=Kind.FEED)
    selectors = models.JSONField(
        default=dict,
        blank=True,
        help_text="CSS selectors of a page: item, headline, link, lead, date; without, by structure.",
    )
    topics = models.ManyToManyField("register.Topic", blank=True, related_name="+")
    active = models.BooleanField(lazy("active"), default=True)

    title = models.CharField(lazy("title"), max_length=500, blank=True, editable=False)
    language = models.CharField(max_length=20, blank=True, editable=False)
    etag = models.CharField(max_length=1000, blank=True, editable=False)
    last_modified = models.CharField(max_length=200, blank=True, editable=False)
    moving_to = models.CharField(max_length=2000, blank=True, editable=False)
    moving_times = models.PositiveIntegerField(default=0, editable=False)
    moving_since = models.DateTimeField(null=True, editable=False)
    hubs = models.JSONField(
        lazy("hubs"),
        default=list,
        editable=False,
        help_text="Addresses of the hubs that it names, in its order.",
    )
    hub_topic = models.CharField(
        max_length=2000, blank=True, editable=False, help_text="What its hubs call it."
    )
    pushed_until = models.DateTimeField(
        null=True, editable=False, help_text="Until when a hub has promised to push its news."
    )
    refrains = models.JSONField(
        default=list, editable=False, help_text="Paragraphs that its pieces share, as hashes."
    )
    # Text, for it is long, and each poll would take it apart.
    heard = models.TextField(
        default="[]",
        editable=False,
        help_text="Paragraphs and the pieces that had them, as hashes in JSON.",
    )

    due_at = models.DateTimeField(lazy("next poll"), db_index=True)
    interval = models.FloatField(default=0, editable=False, help_text="Seconds between two polls.")
    ttl = models.FloatField(
        default=0, editable=False, help_text="Seconds that its document asks for between two polls."
    )
    digest = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Hashes of how it is read, and of what came last.",
    )
    held_until = models.DateTimeField(null=True, editable=False)
    held_by = models.CharField(max_length=40, blank=True, editable=False)

    polled_at = models.DateTimeField(lazy("last poll"), null=True, editable=False)
    news_at = models.DateTimeField(lazy("last news"), null=True, editable=False)
    failures = models.PositiveIntegerField(lazy("failures"), default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    fault = models.CharField(max_length=500, blank=True, editable=False)
    note = models.CharField(
        lazy("note"),
        max_length=500,
        blank=True,
        editable=False,
        help_text="What a person should know of it.",
    )
    remark = models.CharField(
        max_length=500,
        blank=True,
        editable=False,
        help_text="What had to be mended or left out of what came last.",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("source")
        verbose_name_plural = lazy("sources")
        ordering = ["partner__name", "url"]

    def __str__(self) -> str:
        return self.url

    @property
    def rests_until(self) -> datetime | None:
        """Until when its server asked for a rest, if it does and was read `with_rests`."""
        return getattr(self, "host_free_at", None)

    @property
    def asked_until(self) -> datetime | None:
        """Until when a process holds it, at the latest, if one does."""
        held = self.held_until
        return held if self.active and held and held > clock.now() else None

    @property
    def next_at(self) -> datetime:
        """When it is polled next: not before its server's rest ends, nor a hold on it."""
        return max(self.due_at, self.rests_until or self.due_at, self.asked_until or self.due_at)

    @property
    def called(self) -> str:
        """What a person calls it: its title, or its address while it has none."""
        return self.title or self.url

    @property
    def health(self) -> str:
        """How it is, in words for a person."""
        return "; ".join(filter(None, (self._well_or_not, self._asked_now)))

    @property
    def _asked_now(self) -> str:
        if not (until := self.asked_until):
            return ""
        told = _("is being asked now, or was when its process was killed: free again by {time} UTC")
        return told.format(time=f"{until:%H:%M}")

    @property
    def _well_or_not(self) -> str:
        if not self.active:
            return self.note or _("paused")
        if self.failures:
            return self._failing
        if self.rests_until and self.rests_until > self.due_at:
            return _("waits, for its server asked for a rest")
        if not self.polled_at:
            return _("not polled yet")
        if self.remark:
            return _("well, though {remark}").format(remark=self.remark)
        return pgettext("source", "well")

    @property
    def _failing(self) -> str:
        since = self.failing_since
        if since is None or clock.now() - since < _LONG:
            told = ngettext("{fault} (once)", "{fault} ({count} times in a row)", self.failures)
            return told.format(fault=self.fault, count=self.failures)
        told = ngettext(
            "{fault} (once, since {day}: ask the partner, or pause it)",
            "{fault} ({count} times in a row, since {day}: ask the partner, or pause it)",
            self.failures,
        )
        day = date_format(since, "DATE_FORMAT")
        return told.format(fault=self.fault, count=self.failures, day=day)

    @property
    def pushed(self) -> bool:
        """Whether a hub has promised to push its news."""
        return self.pushed_until is not None and self.pushed_until > clock.now()

    @property
    def rhythm(self) -> str:
        """How often it is asked, in words for a person; nothing while it is paused."""
        if not self.active:
            return ""
        if self.pushed:
            return _("pushed by a hub")
        if not self.interval:
            return ""
        wait = (self.due_at - self.polled_at).total_seconds() if self.polled_at else 0.0
        if self.failures or wait < 1.5 * self.interval:
            return in_words(self.interval)
        return _("{every}, as its server asks").format(every=in_words(wait))

    @property
    def newest(self) -> "models.QuerySet[WireItem]":
        """The ten pieces that came from it last."""
        return WireItem.objects.filter(source=self).order_by("-seen", "-pk")[:_NEWEST]
