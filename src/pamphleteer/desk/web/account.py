"""The page on which people change their own name, address and language."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.account import LocalePreferencesForm, NameEmailForm
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    ChangePasswordPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)

from pamphleteer.register.models import Person
from pamphleteer.register.verbs import people

# There are no pages of Wagtail's to be told of; a face would be kept as it was sent, with all that it
# hides; and the password has a page of its own, on which guesses at the old one are counted.
_NOT_HERE = (NotificationsSettingsPanel, AvatarSettingsPanel, ChangePasswordPanel)


class _NameForm(NameEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = False  # whoever lets somebody in need not ask for either

    def save(self, commit: bool = True) -> Person:
        """Change the name as every other door does: with a line in the journal."""
        del commit
        person: Person = self.instance
        people.rename(person, **self.cleaned_data, by=person)
        return person


class _Name(NameEmailSettingsPanel):  # type: ignore[misc]
    form_class = _NameForm


class _LocaleForm(LocalePreferencesForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["preferred_language"]
        languages = [(code, name) for code, name in language.choices if code]
        language.choices = [("", _("As the browser asks")), *languages]


class _Locale(LocaleSettingsPanel):  # type: ignore[misc]
    form_class = _LocaleForm


class Account(AccountView):  # type: ignore[misc]
    """Wagtail's page, without what has no meaning here."""

    def get_panels(self) -> list[Any]:
        """Return the panels."""
        ours = {NameEmailSettingsPanel: _Name, LocaleSettingsPanel: _Locale}
        found = []
        for panel in super().get_panels():
            made: Any = ours.get(type(panel), type(panel))
            if not isinstance(panel, _NOT_HERE):
                found.append(made(panel.request, panel.user, panel.profile))
        return found
