"""The way in."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.views.account import LoginView

from pamphleteer.desk.web.guessing import know


class LogIn(LoginView):  # type: ignore[misc]
    """Wagtail's page, after which the browser is known."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the person in."""
        answer: HttpResponse = super().form_valid(form)
        know(answer, form.get_user())
        return answer
