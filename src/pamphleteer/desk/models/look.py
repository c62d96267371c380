"""The look of the site: its colour, its type, its logo."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.previews import Previewed
from pamphleteer.ground import colour

ACCENT, ACCENT_DARK = "#8c1c13", "#f2a08f"
# What letters stand on, as in the stylesheet: the paper, and the panels on it.
LIGHT, DARK = ("#fcfaf5", "#f3ede0"), ("#16140f", "#211e17")
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
_WELL_READABLE = 7  # success criterion 1.4.6


def known_colour(text: str) -> None:
    """Raise `ValidationError` if the text is no colour."""
    if not colour.known(text):
        told = _("“{colour}” is no colour; one such as “#8c1c13” is expected.")
        raise ValidationError(told.format(colour=text))


class LookQuerySet(models.QuerySet["Look"]):
    """Reaches the one row."""

    def the(self) -> "Look":
        """Return the look of the outlet, as it comes if nobody has ever chosen one."""
        return self.select_related("picture").filter(pk=1).first() or Look()


class Look(Previewed, models.Model):
    """How all pages look; edited at the desk and in effect within a round."""

    class Type(models.TextChoices):
        """Letters that every device has: nothing is loaded for them."""

        SERIF = "serif", lazy("With serifs, as in books")
        SANS = "sans", lazy("Without serifs")
        MIXED = "mixed", lazy("Headlines without serifs, texts with them")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    accent = models.CharField(
        lazy("colour on light screens"),
        max_length=7,
        default=ACCENT,
        validators=[known_colour],
        help_text=lazy("Of buttons, of what is chosen, and of the lines under links."),
    )
    accent_dark = models.CharField(
        lazy("colour on dark screens"),
        max_length=7,
        blank=True,
        validators=[known_colour],
        help_text=lazy("Such as #f2a08f. If it is left empty, a lighter shade of the other one."),
    )
    type = models.CharField(lazy("type"), max_length=8, choices=Type, default=Type.SERIF)
    picture = models.ForeignKey(
        "desk.Picture",
        verbose_name=lazy("logo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    logo_height = models.PositiveSmallIntegerField(
        lazy("height of the logo"),
        default=72,
        validators=[MinValueValidator(24), MaxValueValidator(200)],
        help_text=lazy("In pixels of the page, from 24 to 200."),
    )
    logo_alone = models.BooleanField(
        lazy("it stands in place of the name"),
        default=False,
        help_text=lazy("For a logo that holds the name: it is read out as the outlet's name."),
    )
    logo_ground = models.BooleanField(
        lazy("it stands on a light ground on dark screens"),
        default=False,
        help_text=lazy("For a dark logo without a ground of its own."),
    )

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("look")
        verbose_name_plural = lazy("looks")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_look")]

    def __str__(self) -> str:
        return _("Colours, type, logo")

    @property
    def light(self) -> str:
        """Its colour on light screens; what is no colour is not believed."""
        return colour.known(self.accent) or ACCENT

    @property
    def dark(self) -> str:
        """Its colour on dark screens: its own, or a shade of the other that is read well."""
        if own := colour.known(self.accent_dark):
            return own
        if self.light == ACCENT:
            return ACCENT_DARK
        return colour.readable(self.light, DARK, at_least=_WELL_READABLE)
