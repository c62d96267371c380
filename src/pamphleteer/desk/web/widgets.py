"""Fields that say more than what is in them."""

from django import forms

from pamphleteer.desk.verbs.lead import MOST


class Lead(forms.Textarea):
    """A text whose length is told while it is written."""

    class Media:
        """What tells it."""

        js = ("desk/count.js",)

    def __init__(self) -> None:
        super().__init__(
            attrs={"rows": 4, "data-counted": f"{{}} characters; up to {MOST} read well"}
        )
