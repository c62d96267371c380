"""Letters as they leave the house, signed: somebody else's program knows them for the outlet's."""

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from pytest_django import Settings

from pamphleteer.post import signers
from pamphleteer.post.commands.post import command
from pamphleteer.post.dkim import Algorithm, SigningKey, files
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Digest, DkimKey, Notice, Reader, State
from pamphleteer.post.verbs import dkim as verbs
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import ask
from pamphleteer.post.verbs.trial import send_to_oneself
from tests.cast import Cast
from tests.post.servers import Server
from tests.post.signed_letters import Told, holding, keys, letter, told, use

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

BOTH = ["tide-rsa example.org", "tide-ed25519 example.org"]


@pytest.fixture
def planned(cast: Cast, digest: Digest, readers: list[Reader]) -> None:
    """Plan one edition for three readers, a confirmation, and a letter to somebody of the desk."""
    cast.article(headline="Die Flüsse sind sauber — نهر")
    compose(digest)
    ask("new@readers.example")
    send_to_oneself(Bodies("Try", "<p>Try</p>", "Try  \n\n\n"), to=cast.editor)


@pytest.mark.usefixtures("planned")
def test_each_mail_carries_the_signatures_of_all_keys(relay: Server, settings: Settings) -> None:
    settings.DKIM_ALGORITHMS = "both"
    use(*Algorithm)

    assert deliver().done == 5

    carried = [bytes(one.original_content or one.content) for one in relay.envelopes]
    assert [holding(content) for content in carried] == [BOTH] * 5


@pytest.mark.usefixtures("planned")
def test_a_letter_that_goes_again_is_the_same_to_the_byte(relay: Server) -> None:
    use(Algorithm.RSA)
    row = Delivery.objects.all()[0]

    assert written(row).content == written(row).content
    assert holding(written(row).content) == ["tide-rsa example.org"]


@pytest.mark.usefixtures("planned")
def test_without_keys_letters_go_as_they_are(relay: Server) -> None:
    assert holding(written(Delivery.objects.all()[0]).content) == []


@pytest.mark.usefixtures("planned")
def test_a_new_key_signs_what_goes_next_of_the_same_edition(settings: Settings) -> None:
    settings.DKIM_ALGORITHMS = "both"
    first, second, _ = Delivery.objects.all()
    use(Algorithm.RSA)
    assert holding(written(first).content) == ["tide-rsa example.org"]
    use(Algorithm.ED25519)
    assert len(holding(written(second).content)) == 2


@pytest.mark.usefixtures("planned")
def test_a_key_that_is_lost_holds_the_mail_back_instead_of_sending_it_unsigned(
    relay: Server, settings: Settings
) -> None:
    settings.DKIM_ALGORITHMS = "both"
    use(*Algorithm)
    lost = files.path_of(signers.folder(), "tide-rsa")
    lost.unlink()
    files.proven.cache_clear()
    assert holding(written(Delivery.objects.all()[0]).content) == ["tide-ed25519 example.org"]
    settings.DKIM_ALGORITHMS = "rsa"

    result = CliRunner().invoke(command, ["--drain"])

    assert result.exit_code == 1
    assert "Nothing went out: no letter can be signed: the key" in result.output
    assert not relay.envelopes
    assert not Delivery.objects.exclude(state=State.PLANNED).exists()
    assert Notice.objects.get().state == State.PLANNED
    lost.write_bytes(keys()[Algorithm.RSA].pem())
    assert deliver().done == 5


def test_another_key_under_the_same_selector_signs_nothing() -> None:
    use(Algorithm.ED25519)
    other = SigningKey.make("tide-ed25519", Algorithm.ED25519)
    files.path_of(signers.folder(), "tide-ed25519").write_bytes(other.pem())
    files.proven.cache_clear()

    with pytest.raises(verbs.DkimError, match="is not the key that was made known"):
        verbs.look(verbs.used("example.org")[0], resolver=verbs.Resolver())


@pytest.mark.usefixtures("planned")
@examples(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(Told(False, "", "", "", "", "ada@readers.example"))
@example(Told(False, "The Tide", "x", "<p>x</p>  ", "x  \r\n\r\n\r\n", "ada@readers.example"))
@example(Told(True, "نهر", "x" * 250, "", "long " * 500, "ada@readers.example"))
@given(words=told)
def test_signatures_of_letters_of_any_words_hold(settings: Settings, words: Told) -> None:
    if not DkimKey.objects.exists():
        settings.DKIM_ALGORITHMS = "both"
        use(*Algorithm)

    assert holding(letter(words, delivery=Delivery.objects.all()[0])) == BOTH
