"""A code is taken once, even if it is shown twice at the very same moment."""

import threading

import pyotp
import pytest
from django.db import connection

from pamphleteer.ground import clock
from pamphleteer.register.models import Authenticator, RecoveryCode
from pamphleteer.register.verbs import factors
from tests.cast import Cast


@pytest.mark.parametrize("sort", ["app", "recovery"])
def test_two_who_show_one_code_at_once_are_one(own_database: str, sort: str) -> None:
    edith = Cast().editor
    sealed = factors.new_secret()
    words, _ = factors.shown(sealed, edith)
    app = pyotp.TOTP(words.replace(" ", ""))
    codes = factors.set_app(edith, sealed, app.at(clock.now()))
    code = app.at(clock.now(), counter_offset=1) if sort == "app" else codes[0]
    gate, taken = threading.Barrier(4), []

    def show() -> None:
        try:
            gate.wait(20)
            taken.append(factors.check(edith, code))
        finally:
            connection.close()

    threads = [threading.Thread(target=show) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(taken) == [False, False, False, True]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", " ", "-", "abcde-fghjk", "1" * 60, "²²²²²²", "\0", "١٢٣٤٥٦"])
def test_what_is_no_code_is_none(cast: Cast, code: str) -> None:
    sealed = factors.new_secret()
    words, _ = factors.shown(sealed, cast.editor)
    factors.set_app(cast.editor, sealed, pyotp.TOTP(words.replace(" ", "")).at(clock.now()))
    assert not factors.check(cast.editor, code)


@pytest.mark.django_db
def test_an_app_in_place_of_another_leaves_the_codes_as_they_are(cast: Cast) -> None:
    for expected in (10, 0):
        sealed = factors.new_secret()
        words, _ = factors.shown(sealed, cast.editor)
        code = pyotp.TOTP(words.replace(" ", "")).at(clock.now())
        assert len(factors.set_app(cast.editor, sealed, code)) == expected
    assert Authenticator.objects.count() == 1
    assert RecoveryCode.objects.count() == 10
