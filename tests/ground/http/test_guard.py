"""Only the public internet is connected to, in whatever clothes an address comes."""

import pytest

from pamphleteer.ground.http.guard import Guard

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"]
PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:101:101::",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:4700::5efe:127.0.0.1",
    "2606:4700::200:5efe:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2002:c0a8:101::1",
    "64:ff9b::169.254.169.254",
    "5f00::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_connected_to(address: str) -> None:
    assert not Guard().refuses(address)


@pytest.mark.parametrize("address", [*PRIVATE, "localhost", "", "127.1", "0x7f.1", "2130706433"])
def test_any_other_address_is_refused(address: str) -> None:
    assert Guard().refuses(address)


def test_an_allowed_network_may_be_connected_to_and_no_other() -> None:
    guard = Guard(["127.0.0.0/8", "fd00::/8"])

    assert not guard.refuses("127.0.0.1")
    assert not guard.refuses("::ffff:127.0.0.1")
    assert not guard.refuses("fd12::1")
    assert guard.refuses("10.0.0.1")
    assert guard.refuses("::1")
