"""Channels: what they are known by."""

from uuid import uuid4, uuid5

import pytest

from pamphleteer.press import channels
from pamphleteer.register.models import Outlet


@pytest.mark.parametrize("name", ["article:1", "feed:all", "", "thème:3"])
def test_an_identifier_is_a_uuid_of_the_outlet_and_the_name(name: str) -> None:
    outlet = Outlet(mark=uuid4())
    assert channels.lasting_id(outlet, name) == uuid5(outlet.mark, name).urn
