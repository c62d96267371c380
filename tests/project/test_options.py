"""Options: from the file, the environment and its files; all faults together, in words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.project import making, options


def outlet(folder: Path, toml: str) -> Path:
    (folder / "outlet.toml").write_text(toml)
    return folder


def faults(folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(options.OptionsError) as caught:
        options.load(folder, environment or {})
    return [str(fault) for fault in caught.value.faults]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    read = options.load(tmp_path, {})

    assert read["site.url"] == "http://127.0.0.1:8000/"
    assert read.desk == read["site.url"]
    assert set(read.origins.values()) == {"default"}


def test_the_environment_overrides_the_file_and_its_files_override_both(tmp_path: Path) -> None:
    outlet(tmp_path, '[site]\nurl = "https://file.example/"\n')
    (tmp_path / "url").write_text("https://named.example\n")
    environment = {"PAMPHLETEER_SITE_URL": "https://environment.example/"}

    assert options.load(tmp_path, {})["site.url"] == "https://file.example/"
    assert options.load(tmp_path, environment)["site.url"] == "https://environment.example/"
    environment["PAMPHLETEER_SITE_URL_FILE"] = "url"
    read = options.load(tmp_path, environment)
    assert read["site.url"] == "https://named.example/"
    assert read.origins["site.url"] == "PAMPHLETEER_SITE_URL_FILE"


def test_all_faults_are_told_together_with_what_was_found_and_expected(tmp_path: Path) -> None:
    outlet(
        tmp_path,
        """
        [site]
        url = "ftp://example.org"
        colour = "red"
        [server]
        workers = 0
        [sit]
        """,
    )

    told = faults(tmp_path, {"PAMPHLETEER_POST_SENDER": "nobody"})

    assert len(told) == 5
    together = "\n".join(told)
    assert "outlet.toml [site] url: found 'ftp://example.org'; expected an address" in together
    assert (
        "outlet.toml [site] colour: found an unknown key; expected one of desk, mirrors, url"
        in together
    )
    assert "outlet.toml [server] workers: found 0; expected a whole number" in together
    assert "outlet.toml [sit]: found an unknown table" in together
    assert "PAMPHLETEER_POST_SENDER: found 'nobody'; expected a mail address" in together


def test_mirrors_are_addresses_each_once(tmp_path: Path) -> None:
    said = '[site]\nmirrors = ["https://a.example/tide", "http://abc.onion/", "https://a.example/tide/"]\n'
    read = options.load(outlet(tmp_path, said), {})
    assert read["site.mirrors"] == ("https://a.example/tide/", "http://abc.onion/")
    environment = {"PAMPHLETEER_SITE_MIRRORS": "https://b.example/, https://c.example/"}
    read = options.load(tmp_path, environment)
    assert read["site.mirrors"] == ("https://b.example/", "https://c.example/")
    for wrong in (
        '["javascript:alert(1)"]',
        '"ftp://a.example/"',
        "3",
        "[3]",
        '["https://a@b.example/"]',
    ):
        (told,) = faults(outlet(tmp_path, f"[site]\nmirrors = {wrong}\n"))
        assert "expected addresses, such as" in told


def test_a_broken_file_is_one_fault(tmp_path: Path) -> None:
    (told,) = faults(outlet(tmp_path, "[site\nurl = 1"))

    assert told.startswith("outlet.toml: found a mistake")
    assert "line 1" in told


def test_a_file_that_is_no_text_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "outlet.toml").write_bytes(b"\xff\xfe\x00")

    (told,) = faults(tmp_path)

    assert "expected TOML" in told


def test_a_secret_is_never_repeated(tmp_path: Path) -> None:
    outlet(tmp_path, '[database]\nurl = "mysql://root:hunter2@db/x"\n')

    (told,) = faults(tmp_path)

    assert "hunter2" not in told
    assert "it is secret" in told


RELAYS = """
[[relay]]
name = "first"
url = "smtp+starttls://outlet@mail.example.net:587"
password_file = "first.password"
weight = 2

[[relay]]
name = "second"
url = "smtps://mail.example.com"
"""


def test_relays_come_in_a_list_with_their_secrets_in_files(tmp_path: Path) -> None:
    (tmp_path / "first.password").write_text("hunter2\n")
    first, second = options.load(outlet(tmp_path, RELAYS), {}).relays

    assert (first["name"], first["password"], first["weight"]) == ("first", "hunter2", 2)
    assert (second["name"], second["password"], second["timeout"]) == ("second", "", 30.0)


def test_the_environment_reaches_each_relay_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "first.password").touch()
    environment = {"PAMPHLETEER_RELAY_SECOND_PASSWORD": "hunter3"}

    assert options.load(outlet(tmp_path, RELAYS), environment).relays[1]["password"] == "hunter3"


def test_the_faults_of_relays_name_the_relay(tmp_path: Path) -> None:
    told = faults(
        outlet(tmp_path, '[[relay]]\nname = "a"\n[[relay]]\nname = "a"\nurl = "smtp://u:p@h"\n')
    )

    assert told[0].startswith("outlet.toml [[relay]] 1: found no url")
    assert "without the password" in told[1]
    assert "u:p@" not in told[1]
    assert "a name that no other relay has" in told[2]


def test_a_missing_secret_file_is_told(tmp_path: Path) -> None:
    (told,) = faults(outlet(tmp_path, RELAYS))

    assert "'first.password' (No such file or directory)" in told


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SITE_ULR", "SITE_URL"),
        ("SITEURL", "SITE_URL"),
        ("DATABASE_URL_FIL", "DATABASE_URL_FILE"),
        ("XYZZY", "SITE_URL"),
        ("RELAY_SECND_PASSWORD", "RELAY_SECOND_PASSWORD"),
        ("RELAY_SECOND_PASWORD_FILE", "RELAY_SECOND_PASSWORD_FILE"),
    ],
)
def test_a_misspelt_variable_is_told_with_the_nearest_name(
    tmp_path: Path, written: str, meant: str
) -> None:
    (tmp_path / "first.password").touch()

    (told,) = faults(outlet(tmp_path, RELAYS), {f"PAMPHLETEER_{written}": "x"})

    assert told == (
        f"PAMPHLETEER_{written}: found a variable that sets nothing; "
        f"expected PAMPHLETEER_{meant}, perhaps"
    )


def test_misspelt_variables_are_told_together_with_the_other_faults(tmp_path: Path) -> None:
    environment = {"PAMPHLETEER_SITE_URL": "x", "PAMPHLETEER_SITE_DECK": "https://example.org/"}

    assert len(faults(outlet(tmp_path, "[sit]"), environment)) == 3


def test_what_the_processes_tell_one_another_is_no_fault(tmp_path: Path) -> None:
    names = [
        "PAMPHLETEER_DIR",
        "PAMPHLETEER_DOORS",
        "PAMPHLETEER_PARENT",
        "PAMPHLETEER_SHARED",
        "PATH",
    ]

    options.load(outlet(tmp_path, ""), dict.fromkeys(names, "x"))


def test_before_there_is_an_outlet_its_relays_may_be_in_the_environment(tmp_path: Path) -> None:
    options.load(tmp_path, {"PAMPHLETEER_RELAY_FIRST_PASSWORD": "hunter2"})


@given(st.sampled_from(options.OPTIONS), st.text(max_size=40))
def test_whatever_is_written_is_a_value_or_a_fault(option: options.Option, raw: str) -> None:
    try:
        options.load(Path("no-outlet-here"), {option.variable: raw})
    except options.OptionsError as error:
        assert error.faults[0].where == option.variable


def test_a_new_outlet_says_every_option_and_reads_back(tmp_path: Path) -> None:
    given_options = {"site.url": "https://example.org/", "collect.allow": ("127.0.0.0/8",)}
    relay = {"name": "first", "url": "smtp://127.0.0.1:2525"}

    making.make(tmp_path / "o", options=given_options, relays=[relay])

    read = options.load(tmp_path / "o", {})
    assert read["site.url"] == "https://example.org/"
    assert read["collect.allow"] == ("127.0.0.0/8",)
    assert read.relays[0]["url"] == "smtp://127.0.0.1:2525"
    text = (tmp_path / "o" / "outlet.toml").read_text()
    assert all(option.help in text for option in options.OPTIONS)


def test_the_secret_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    making.make(tmp_path / "o")

    assert (tmp_path / "o" / "keys" / "secret").stat().st_mode & 0o077 == 0
    assert (tmp_path / "o" / "keys").stat().st_mode & 0o077 == 0


def test_an_outlet_is_never_made_over_another(tmp_path: Path) -> None:
    making.make(tmp_path)
    key = (tmp_path / "keys" / "secret").read_bytes()

    with pytest.raises(making.MakingError, match="holds an outlet already"):
        making.make(tmp_path)
    assert (tmp_path / "keys" / "secret").read_bytes() == key


@pytest.mark.parametrize(
    "wrong",
    ["nobody", "a-name-that-leaves-no-room@example.org", "a+b@example.org", "a b@example.org"],
)
def test_the_address_for_leaving_leaves_room_for_a_token(tmp_path: Path, wrong: str) -> None:
    (told,) = faults(tmp_path, {"PAMPHLETEER_POST_UNSUBSCRIBE": wrong})

    assert "expected an address such as leave@example.org, at most 20 letters" in told


def test_the_address_for_leaving_is_set_or_not(tmp_path: Path) -> None:
    assert options.load(tmp_path, {})["post.unsubscribe"] == ""
    told = {"PAMPHLETEER_POST_UNSUBSCRIBE": " leave@example.org "}
    assert options.load(tmp_path, told)["post.unsubscribe"] == "leave@example.org"


@pytest.mark.parametrize(
    "server", ["", "192.0.2.1", "127.0.0.1:5353", "2001:db8::1", "[2001:db8::1]:53"]
)
def test_a_server_of_the_dns_is_an_ip_address(tmp_path: Path, server: str) -> None:
    outlet(tmp_path, f'[post]\nresolver = "{server}"\n')

    assert options.load(tmp_path, {})["post.resolver"] == server


@pytest.mark.parametrize(
    "server", ["dns.example", "192.0.2.1:x", "192.0.2.1/24", "192.0.2.1:99999"]
)
def test_no_other_name_is_one(tmp_path: Path, server: str) -> None:
    outlet(tmp_path, f'[post]\nresolver = "{server}"\n')

    assert "an IP address" in faults(tmp_path)[0]


RELAY = '[[relay]]\nname = "first"\nurl = "smtp://127.0.0.1"\n'


@pytest.mark.parametrize(
    ("url", "line", "why"),
    [
        ("mailgun://mg.example.org", "window = 8", "each request carries one letter"),
        ("ses://AKID@eu-west-1", 'token_command = "print a token"', "its key"),
        ("resend://", 'webhook_secret = "of twenty letters or more"', "is understood here"),
        ("sendmail://", "window = 2", "once for each letter"),
        ("smtps://u@mail.example.net", 'api_url = "https://api.example.net/"', "has no API"),
    ],
)
def test_an_option_that_does_nothing_with_its_relay_is_a_fault(
    tmp_path: Path, url: str, line: str, why: str
) -> None:
    outlet(tmp_path, f'[[relay]]\nname = "second"\nurl = "{url}"\n{line}\n')
    (told,) = faults(tmp_path, {})
    name = line.partition(" ")[0]
    assert told.startswith(f"outlet.toml [[relay]] 1 {name} of relay “second”: found an option")
    assert f"{url.partition(':')[0]}://; expected no such line: " in told
    assert why in told
    assert "twenty letters" not in told


def test_it_is_one_in_the_environment_too(tmp_path: Path) -> None:
    outlet(tmp_path, '[[relay]]\nname = "second"\nurl = "brevo://"\nconnections = 20\n')
    (told,) = faults(tmp_path, {"PAMPHLETEER_RELAY_SECOND_WINDOW": "3"})
    assert told.startswith("PAMPHLETEER_RELAY_SECOND_WINDOW of relay “second”")


def test_a_relay_warms_up_by_a_plan_of_its_own_or_a_named_one(tmp_path: Path) -> None:
    outlet(tmp_path, f"{RELAY}warm_up = [50, 100, 100]\n")
    assert options.load(tmp_path, {}).relays[0]["warm_up"] == (50, 100, 100)
    for said, first in (("slow", 50), ("quick", 200), ("10, 20", 10)):
        read = options.load(tmp_path, {"PAMPHLETEER_RELAY_FIRST_WARM_UP": said})
        assert read.relays[0]["warm_up"][0] == first


@pytest.mark.parametrize("plan", ["[100, 50]", "[0, 5]", '"fast"', "7", '["a"]', "[true]"])
def test_a_plan_that_shrinks_or_is_none_is_told(tmp_path: Path, plan: str) -> None:
    outlet(tmp_path, f"{RELAY}warm_up = {plan}\n")
    [fault] = faults(tmp_path)
    assert "expected slow, quick, or growing letters a day" in fault


def test_sites_have_limits_by_their_names(tmp_path: Path) -> None:
    outlet(tmp_path, '[post]\nsite_limits = { "Google.com" = 600, "readers.example." = 60 }\n')
    found = (("google.com", 600), ("readers.example", 60))
    assert options.load(tmp_path, {})["post.site_limits"] == found
    said = {"PAMPHLETEER_POST_SITE_LIMITS": "google.com=5, readers.example = 7"}
    read = options.load(tmp_path, said)
    assert read["post.site_limits"] == (("google.com", 5), ("readers.example", 7))


def test_each_line_of_a_new_outlets_file_may_be_taken_into_use_as_it_is(tmp_path: Path) -> None:
    making.write_options(tmp_path, options={})
    written = (tmp_path / "outlet.toml").read_text().partition("# Mail goes out through")[0]
    used = re.sub(r"(?m)^# (?=\w+ = )", "", written)

    read = options.load(outlet(tmp_path, used), {})

    assert "site_limits = {}" in used
    assert read["post.site_limits"] == ()
    assert read.origins["post.site_limits"] != "default"


@pytest.mark.parametrize("limits", ['{ "google.com" = 0 }', '{ "no name" = 5 }', "[5]", '"a.b=c"'])
def test_limits_that_are_none_are_told(tmp_path: Path, limits: str) -> None:
    outlet(tmp_path, f"[post]\nsite_limits = {limits}\n")
    [fault] = faults(tmp_path)
    assert "expected numbers by name" in fault


@pytest.mark.parametrize(
    "wrong",
    [
        "imap://returns@mail.example.org/INBOX",
        "imaps://mail.example.org/INBOX",
        "https://returns@mail.example.org/",
        "imaps://returns@mail.example.org:port/",
        "returns@mail.example.org",
    ],
)
def test_a_mailbox_is_read_over_tls_by_somebody(tmp_path: Path, wrong: str) -> None:
    (told,) = faults(tmp_path, {"PAMPHLETEER_POST_MAILBOX": wrong})

    assert "expected imaps://user@host/INBOX" in told


def test_the_password_of_a_mailbox_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, {"PAMPHLETEER_POST_MAILBOX": "imaps://r:secret@mail.example.org/"})
    assert "belongs in mailbox_password_file" in told
    assert "secret" not in told.replace("mailbox_password_file", "")

    outlet(
        tmp_path,
        '[post]\nmailbox = "imaps://r@mail.example.org/INBOX"\nmailbox_password_file = "box"\n'
        'bounces = "bounces@example.org"\n',
    )
    (tmp_path / "box").write_text("secret\n")
    read = options.load(tmp_path, {})
    assert read["post.mailbox_password"] == "secret"
    assert (read["post.mailbox"], read["post.bounces"]) == (
        "imaps://r@mail.example.org/INBOX",
        "bounces@example.org",
    )
