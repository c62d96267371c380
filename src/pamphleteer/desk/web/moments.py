"""Moments on forms: what somebody types is the time on the outlet's own clocks."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.widgets import AdminDateTimeInput

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.verbs.moments import on_clocks
from pamphleteer.register.models import Outlet


class MomentField(forms.DateTimeField):
    """A time to the minute in the outlet's zone, whoever types it and wherever they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["widget"] = AdminDateTimeInput()
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a moment by the outlet's clocks."""
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(Outlet.objects.the().tz).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare minutes, which is all that the form shows."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        shown = initial and initial.astimezone(UTC).replace(second=0, microsecond=0)
        return bool(shown != typed)

    def to_python(self, value: Any) -> Any:
        """Return the moment, aware; raises `ValidationError` for one that no clock shows."""
        typed = _naive(self, value)
        if typed is None or typed.tzinfo:
            return typed
        try:
            return on_clocks(typed)
        except Refused as error:
            raise ValidationError(str(error), code="invalid") from error


def _naive(field: forms.DateTimeField, value: Any) -> datetime | None:
    if value in field.empty_values:
        return None
    if isinstance(value, datetime):
        return value
    for shape in field.input_formats or ():
        try:
            return field.strptime(str(value).strip(), shape)
        except (ValueError, TypeError):
            continue
    raise ValidationError(field.error_messages["invalid"], code="invalid")
