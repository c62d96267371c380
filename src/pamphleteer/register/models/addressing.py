"""Parts of addresses, in any script."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import models

from pamphleteer.ground.text import spells

if TYPE_CHECKING:
    _Slug = models.SlugField[str, str]
else:
    _Slug = models.SlugField


def validate_address(value: str) -> None:
    """Raise `ValidationError` unless it is letters with their marks, digits, hyphens and underscores."""
    if not value or not all(spells(one) or one in "-_" for one in value):
        raise ValidationError(validate_unicode_slug.message, code="invalid")


def _in_any_script(validators: Iterable[Any]) -> list[Any]:
    return [*(one for one in validators if one is not validate_unicode_slug), validate_address]


class _Form(forms.SlugField):
    """Takes what the row's field takes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators = _in_any_script(self.validators)


class AddressField(_Slug):
    """A part of an address: Django's own refuses the vowels of Hindi and Thai, which are marks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"allow_unicode": True, **options})
        self.validators = _in_any_script(self.validators)

    def deconstruct(self) -> Any:
        """Be the same column to migrations."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.SlugField", args, options

    def formfield(self, **options: Any) -> Any:
        """Return the field of a form."""
        return super().formfield(**{"form_class": _Form, **options})
