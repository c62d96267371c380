"""The page on which people change their own name, address, language and time zone."""

from typing import Any

from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import (
    AccountView,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)

from pamphleteer.register.models import Person
from pamphleteer.register.verbs import people

# There are no pages of Wagtail's to be told of, and the password has a page of its own, on which
# guesses at the old one are counted.
_NOT_HERE = (NotificationsSettingsPanel, ChangePasswordPanel, NameEmailSettingsPanel)


class _NameForm(NameEmailForm):  # type: ignore[misc]
    def save(self, commit: bool = True) -> Person:
        """Change the name as every other door does: with a line in the journal."""
        del commit
        person: Person = self.instance
        people.rename(person, **self.cleaned_data, by=person)
        return person


class _Name(NameEmailSettingsPanel):  # type: ignore[misc]
    form_class = _NameForm


class Account(AccountView):  # type: ignore[misc]
    """Wagtail's page, without what has no meaning here."""

    def get_panels(self) -> list[Any]:
        """Return the panels."""
        panels = super().get_panels()
        name = [_Name(panel.request, panel.user, panel.profile) for panel in panels[:1]]
        return name + [panel for panel in panels if not isinstance(panel, _NOT_HERE)]
