"""Licences: what may be done with a partner's piece."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

CREDIT_LENGTH = 300
_PARTS = {"authors", "partner", "licence"}
_FIELD = re.compile(r"\{(\w*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def known_parts(template: str) -> None:
    """Raise `ValidationError` if a credit line asks for what there is not."""
    left = _FIELD.sub("", _OPTIONAL.sub(r"\1", template))
    if not set(_FIELD.findall(template)) <= _PARTS or re.search(r"[\[\]{}]", left):
        raise ValidationError(
            _(
                "A credit line may hold {authors}, {partner} and {licence}, and [parts in brackets] "
                "that are left out where what they name is missing."
            )
        )


class Licence(models.Model):
    """A licence as data: what it allows, how it is called, and how it wants to be credited."""

    slug = models.SlugField(lazy("short name"), max_length=40, unique=True)
    name = models.CharField(lazy("name"), max_length=120)
    url = models.URLField(lazy("address"), max_length=500, blank=True)
    full_text = models.BooleanField(lazy("the whole piece may be carried"))
    derivatives = models.BooleanField(lazy("the piece may be changed"))
    commercial = models.BooleanField(lazy("the piece may be used where money is made"))
    share_alike = models.BooleanField(
        lazy("what is made of it comes under the same licence"), default=False
    )
    credit_line = models.CharField(
        lazy("credit line"),
        max_length=200,
        default="[{authors} for ]{partner}[, {licence}]",
        validators=[known_parts],
        help_text=lazy(
            "With {authors}, {partner}, {licence}; [a part] is left out if it lacks its own."
        ),
    )

    class Meta:
        verbose_name = lazy("licence")
        verbose_name_plural = lazy("licences")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """What it allows, to a person."""
        if not self.full_text:
            return _("excerpt and link only")
        limits = (
            (_("unchanged"), not self.derivatives),
            (_("changes under the same licence"), self.share_alike),
            (_("not where money is made"), not self.commercial),
        )
        told = [words for words, holds in limits if holds]
        return ", ".join([_("full text allowed with credit"), *told])

    def credit(self, *, partner: str, authors: list[str] | tuple[str, ...] = ()) -> str:
        """Return the line that stands beside a piece, of at most `CREDIT_LENGTH` characters."""
        known = {"authors": ", ".join(authors), "partner": partner, "licence": self.name}
        line = self._filled(known)
        if len(line) > CREDIT_LENGTH:
            line = self._filled(known | {"authors": ""})
        return line[:CREDIT_LENGTH]

    def allows_more_than(self, other: "Licence") -> bool:
        """Whether anything may be done under it that may not under the other."""
        rights = ("full_text", "derivatives", "commercial")
        if any(getattr(self, right) and not getattr(other, right) for right in rights):
            return True
        return self.derivatives and other.share_alike and not self.share_alike

    def _filled(self, known: dict[str, str]) -> str:
        return _filled(self.credit_line, tuple(known.items()))


@lru_cache(maxsize=512)
def _filled(line: str, fields: tuple[tuple[str, str], ...]) -> str:
    known = dict(fields)

    def whole(part: re.Match[str]) -> str:
        asked = _FIELD.findall(part[1])
        return part[1] if all(known.get(name) for name in asked) else ""

    wanted = _OPTIONAL.sub(whole, line)
    return _FIELD.sub(lambda field: known.get(field[1], ""), wanted).strip()
