"""Fixed pages: about, contact, privacy, and whatever else an outlet wants to say of itself."""

from django.db import models
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from wagtail.fields import RichTextField

from pamphleteer.desk.models.article import BODY_FEATURES
from pamphleteer.desk.previews import Previewed
from pamphleteer.register.models.addressing import AddressField


class FixedPageQuerySet(models.QuerySet["FixedPage"]):
    """Finds fixed pages as the site needs them."""

    def live(self) -> "FixedPageQuerySet":
        """Return what is published."""
        return self.filter(live=True)

    def at_the_foot(self) -> "FixedPageQuerySet":
        """Return those that stand at the foot of each page, in their order."""
        return self.live().filter(in_foot=True).order_by("place", "pk")


class FixedPage(Previewed, models.Model):
    """One page that is no news: it has no date and stands in no list of pieces."""

    title = models.CharField(lazy("title"), max_length=200)
    slug = AddressField(lazy("address"), max_length=100, unique=True)
    body = RichTextField(lazy("body"), blank=True, features=BODY_FEATURES)
    language = models.CharField(
        lazy("language"), max_length=20, blank=True, help_text=lazy("If not the outlet's.")
    )
    picture = models.ForeignKey(
        "desk.Picture",
        verbose_name=lazy("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    live = models.BooleanField(
        lazy("it is on the site"),
        default=False,
        help_text=lazy("Whoever takes it off leaves a page that says so where it stood."),
    )
    in_foot = models.BooleanField(
        lazy("its name stands at the foot of each page"),
        default=True,
        help_text=lazy("While it is on the site."),
    )
    place = models.PositiveIntegerField(
        default=0, editable=False, help_text="Where it stands among the others."
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = FixedPageQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("fixed page")
        verbose_name_plural = lazy("fixed pages")
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="fixed_page_has_title")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told_state(self) -> str:
        """Whether readers see it, in the language that is spoken."""
        if self.live:
            return pgettext("fixed page", "published")
        if self.withdrawn_at:
            return pgettext("fixed page", "withdrawn")
        return pgettext("fixed page", "draft")


class FixedPageAddress(models.Model):
    """One address under which a fixed page was published; it is never another's."""

    slug = AddressField(max_length=100, unique=True)
    page = models.ForeignKey("desk.FixedPage", on_delete=models.CASCADE, related_name="addresses")

    def __str__(self) -> str:
        return self.slug
