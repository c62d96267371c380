"""The page on which people change their own name, password, language and time zone."""

from typing import Any

from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel


class Account(AccountView):  # type: ignore[misc]
    """Wagtail's page, without the letters about Wagtail's pages."""

    def get_panels(self) -> list[Any]:
        """Return the panels, without the one of notifications."""
        panels = super().get_panels()
        return [p for p in panels if not isinstance(p, NotificationsSettingsPanel)]
