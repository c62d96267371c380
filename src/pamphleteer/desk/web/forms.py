"""The form of an article."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.models import Address
from pamphleteer.desk.verbs import learning
from pamphleteer.desk.verbs.correct import LONGEST
from pamphleteer.desk.verbs.lead import suggested
from pamphleteer.desk.verbs.write import free_slug
from pamphleteer.desk.web.audio import WithAudio
from pamphleteer.desk.web.choices import TopicsField
from pamphleteer.desk.web.lead_picture import WithPicture
from pamphleteer.desk.web.moments import MomentField
from pamphleteer.desk.web.translating import WithTranslation
from pamphleteer.ground.text import squeeze
from pamphleteer.register.models import Topic

_MOMENTS = ("date", "embargo")
_WORDS = ("headline", "lead", "authors", "credit", "transcript", "correction")


class ArticleForm(WithPicture, WithAudio, WithTranslation):
    """Fills in the address and the lead of an article where nobody wrote them."""

    date = MomentField(
        label=lazy("Date"),
        required=False,
        help_text=lazy(
            "As readers see it, by the outlet's clocks. A time ahead: it is published then."
        ),
    )
    embargo = MomentField(
        label=lazy("Not before"),
        required=False,
        help_text=lazy("An embargo, by the outlet's clocks: until then nobody can publish it."),
    )
    # Unlike for each form that is opened, the same however often that is sent.
    begun_as = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
    topics = TopicsField(label=lazy("Topics"), required=False)
    correction = forms.CharField(
        label=lazy("Correction"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy(
            "What was wrong, for readers: it stands under the piece, with its date, once you publish."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's editor has a name for those who see it alone.
        body = self.fields["body"]
        body.widget.options = {**body.widget.options, "ariaLabel": str(body.label)}
        for name in _WORDS:
            if name in self.fields:
                self.fields[name].widget.attrs["dir"] = "auto"  # Arabic begins on the right
        # Wagtail puts these together of words that it looks up once.
        chooser = self.fields["partner"].widget
        chooser.choose_one_text = _("Choose a partner")
        chooser.choose_another_text = _("Choose another partner")
        chooser.link_to_chosen_text = _("Edit this partner")
        if self.instance.pk:
            del self.fields["begun_as"]
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Made from the headline if it is left empty.")
        self._suggest()

    def _suggest(self) -> None:
        """Offer the topics that fit before the others, each with the reason; none is ticked."""
        found = learning.for_article(self.instance) if self.instance.pk else []
        if found:
            field: Any = self.fields["topics"]
            fitting = [(one.topic.pk, f"{one.topic} ({one.why})") for one in found]
            keys = {one.topic.pk for one in found}
            others = [
                (one.pk, one.full_name)
                for one in Topic.objects.with_parents()
                if one.pk not in keys
            ]
            field.choices = [(_("Suggested"), fitting), (_("All others"), others)]

    def clean_headline(self) -> str:
        """Put the headline on one line."""
        return squeeze(self.cleaned_data["headline"])

    def clean_slug(self) -> str:
        """Take the address as it is written, or make one; none that leads to another article."""
        slug = self.cleaned_data["slug"]
        if not slug:
            slug = free_slug(self.cleaned_data.get("headline", ""), but=self.instance.pk or 0)
        others = Address.objects.exclude(article_id=self.instance.pk)
        if others.filter(slug=slug).exists():
            raise forms.ValidationError(
                _(
                    "This address leads to another article, which stood there once: "
                    "choose another one."
                )
            )
        return str(slug)

    def _get_validation_exclusions(self) -> set[str]:
        """Leave an address that was made here to whoever saves: a taken one is made anew there."""
        found: set[str] = super()._get_validation_exclusions()
        is_made = self.instance.pk is None and not self.data.get(self.add_prefix("slug"))
        return found | {"slug"} if is_made else found

    def clean(self) -> dict[str, Any]:
        """Keep the seconds of times that nobody changed, and begin the lead as the text does."""
        cleaned: dict[str, Any] = super().clean()
        for name in _MOMENTS:
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        if not cleaned.get("lead") and cleaned.get("body"):
            cleaned["lead"] = suggested(cleaned["body"])
        return cleaned
