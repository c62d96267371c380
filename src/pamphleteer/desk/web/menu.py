"""The buttons at the foot of the form: what somebody does most comes first."""

from typing import Any

from django.utils.translation import gettext_lazy as lazy
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem

from pamphleteer.desk.models import Article

_ORDER = ("action-publish", "action-submit", "action-save", "action-unpublish")


class SubmitItem(ActionMenuItem):  # type: ignore[misc]
    """Hands an article in, for those who may not publish it."""

    name = "action-submit"
    label = lazy("Submit")
    icon_name = "resubmit"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Leave it out for those who may publish at once."""
        if context["request"].user.has_perm("desk.publish_article"):
            return False
        return bool(super().is_shown(context)) and context["view"] in {"create", "edit"}


class WithdrawItem(UnpublishMenuItem):  # type: ignore[misc]
    """Leads to the page on which an article is withdrawn."""

    label = lazy("Withdraw")


def arrange(items: list[Any], model: type) -> None:
    """Put the buttons of an article in order, and call them by the desk's words."""
    if model is not Article:
        return
    for place, item in enumerate(items):
        if item.name == "action-unpublish":
            items[place] = WithdrawItem(order=item.order)
    items.sort(key=lambda item: _ORDER.index(item.name) if item.name in _ORDER else len(_ORDER))
