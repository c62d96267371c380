"""The desk says of no row how often it is used: Wagtail's figures would be wrong here."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_nothing_of_the_outlet_is_counted(client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    article = cast.article(partner=cast.partner, by=cast.editor)
    for one in (article, cast.topic, cast.partner):
        address = reverse(
            f"wagtailsnippets_{one._meta.app_label}_{one._meta.model_name}:edit", args=[one.pk]
        )
        page = client.get(address).content.decode()
        assert "Used 0 times" not in page
        assert "usage" not in page
    people = client.get(reverse("wagtailusers_users:edit", args=[cast.editor.pk]))
    assert "Used" not in people.content.decode()
    ours = {model._meta.label for model in ReferenceIndex.tracked_models}
    assert not {one for one in ours if not one.startswith("wagtail")}
    assert not ReferenceIndex.objects.exists()
