"""Licences at the desk: publishers change them, and whoever shows them hears of it."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.register.models import Entry, Licence
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TOLD = {
    "name": "CC BY 4.0 here", "url": "https://example.org/by", "full_text": "on",
    "derivatives": "on", "commercial": "on", "credit_line": "{partner}, {licence}",
}  # fmt: skip


def edit(licence: Licence) -> str:
    return reverse("wagtailsnippets_register_licence:edit", args=[licence.pk])


def test_a_change_of_a_licence_is_told_and_its_short_name_stays(client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    licence = cast.partner.licence
    assert client.post(edit(licence), TOLD | {"slug": "other"}).status_code == 302
    licence.refresh_from_db()
    assert (licence.slug, licence.name) == ("cc-by", "CC BY 4.0 here")
    entry = Entry.objects.get(what="licence.changed")
    assert entry.subject == f"register.Licence:{licence.pk}"
    assert entry.by == cast.publisher
    assert entry.data["name"][1] == "CC BY 4.0 here"
    page = client.post(edit(licence), TOLD | {"credit_line": "{nobody}"}).content.decode()
    assert "A credit line may hold" in page
    record = client.get(reverse("desk_record")).content.decode()
    assert "CC BY 4.0 here" in record


def test_publishers_alone_change_licences(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    assert client.post(edit(cast.partner.licence), TOLD | {"slug": "cc-by"}).status_code == 302
    assert not Entry.objects.filter(what="licence.changed").exists()
