"""Fields in which a topic is chosen: by its full name, in the order of topics."""

from typing import Any

from django import forms

from pamphleteer.register.models import Topic, TopicMerge


class TopicField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One topic."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.with_parents(), **kwargs)

    def label_from_instance(self, obj: Topic) -> str:
        """Return the full name."""
        return obj.full_name


class TopicsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Any number of topics, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.with_parents(), **kwargs)

    def label_from_instance(self, obj: Topic) -> str:
        """Return the full name."""
        return obj.full_name

    def clean(self, value: Any) -> Any:
        """Take what was merged while the form was open for what it has become."""
        keys = [int(key) for key in map(str, value or []) if key.isdecimal() and len(key) < 18]
        return super().clean(TopicMerge.objects.now(keys))
