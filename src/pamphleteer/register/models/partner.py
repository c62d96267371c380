"""Partners: other outlets whose news we carry."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.register.models.addressing import AddressField


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Finds partners by their short names."""

    def at(self, slugs: Collection[str]) -> dict[str, "Partner"]:
        """Return partners by the short names that they have, or had before these changed."""
        rows = self.select_related("licence")
        former = PartnerAddress.objects.filter(slug__in=slugs).values_list("slug", "partner")
        stood = {slug: rows.filter(pk=key).first() for slug, key in former}
        here = {one.slug: one for one in rows.filter(slug__in=slugs)}
        return {slug: one for slug, one in stood.items() if one} | here


class Partner(models.Model):
    """Another outlet whose news we carry, with its licence and credit line."""

    slug = AddressField(lazy("short name"), max_length=80, unique=True)
    name = models.CharField(lazy("name"), max_length=200)
    url = models.URLField(lazy("address"), max_length=2000, blank=True)
    about = models.TextField(
        lazy("what it is"),
        blank=True,
        help_text=lazy("In a few sentences, for readers; a blank line begins a paragraph."),
    )
    licence = models.ForeignKey(
        "register.Licence", verbose_name=lazy("licence"), on_delete=models.PROTECT, related_name="+"
    )
    credit = models.CharField(
        lazy("credit"),
        max_length=300,
        blank=True,
        help_text=lazy("The words beside the partner's pieces, in place of its name."),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("partner")
        verbose_name_plural = lazy("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def credit_line(self) -> str:
        """The words that stand beside each piece of this partner."""
        return self.credit or self.name


class PartnerAddress(models.Model):
    """One short name, and so one address, that a partner had before it changed."""

    slug = AddressField(max_length=80, unique=True)
    partner = models.ForeignKey(
        "register.Partner", on_delete=models.CASCADE, related_name="addresses"
    )

    def __str__(self) -> str:
        return self.slug
