"""The table of options: machine matters, from `outlet.toml`, then the environment, then its files.

`PAMPHLETEER_SITE_URL` overrides `[site] url`, and `PAMPHLETEER_SITE_URL_FILE` names a file that
holds the value. A relay's field is `PAMPHLETEER_RELAY_<NAME>_<FIELD>`. All faults are reported
together, variables that mean nothing among them.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pamphleteer.project import kinds
from pamphleteer.project.idle import idle
from pamphleteer.project.kinds import Kind, Wrong

FILE_NAME = "outlet.toml"
ENVIRONMENT = "PAMPHLETEER_"
# The processes of an outlet tell one another where it is and who began them; the last names the
# corpora of the tests, whose processes find it in their environment too.
_NO_OPTIONS = {f"{ENVIRONMENT}{name}" for name in ("DIR", "DOORS", "PARENT", "SHARED")}
_LOGIN = re.compile(r"//[^/\s]*@")  # it may hold a password


@dataclass(frozen=True)
class Option:
    """One line of the table: its name as `section.key`, type, default, secrecy and meaning."""

    name: str
    kind: Kind
    default: Any
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        """The name of the environment variable that overrides it."""
        return ENVIRONMENT + self.name.upper().replace(".", "_")


OPTIONS = (
    Option("site.url", kinds.address, "http://127.0.0.1:8000/", "Where public/ is read."),
    Option(
        "site.desk",
        kinds.address,
        None,
        "Where the desk and the forms are served; the site's own address if it is not set.",
    ),
    Option(
        "site.mirrors",
        kinds.addresses,
        (),
        "Where else public/ can be read; letters name up to ten, for when the site can't be reached.",
    ),
    Option(
        "database.url",
        kinds.database,
        "sqlite:///outlet.db",
        "sqlite:///FILE (from the outlet's folder) or postgresql://user:password@host:port/name.",
        secret=True,
    ),
    Option("server.listen", kinds.listen, "127.0.0.1:8000", "Where `run` listens: host:port."),
    Option("server.workers", kinds.count, 1, "Processes that answer requests."),
    Option(
        "collect.contact",
        kinds.words,
        "",
        "An address for partners' system administrators, told in the User-Agent.",
    ),
    Option("collect.timeout", kinds.seconds, 30.0, "For one document in all, in seconds."),
    Option("collect.max_bytes", kinds.count, 10_000_000, "The largest document taken, unpacked."),
    Option("collect.max_header", kinds.count, 32_000, "The largest head of an answer, in bytes."),
    Option("collect.max_redirects", kinds.number, 5, "Redirects that are followed to a document."),
    Option("collect.max_items", kinds.count, 1_000, "Items taken from one feed at a time."),
    Option("collect.max_item", kinds.count, 500_000, "Characters taken of one item's text."),
    Option("collect.max_depth", kinds.count, 200, "Levels of tags in a document that is read."),
    Option(
        "collect.max_mend", kinds.count, 2_000_000, "Characters of a broken feed that is mended."
    ),
    Option(
        "collect.max_tags",
        kinds.count,
        20_000,
        "Tags of an archive page that is looked through for its structure.",
    ),
    Option("collect.max_page", kinds.count, 8_000_000, "Characters of an archive page."),
    Option(
        "collect.mend_seconds",
        kinds.seconds,
        5.0,
        "For mending one broken feed or reading one article's page, in seconds.",
    ),
    Option(
        "collect.every", kinds.seconds, 900.0, "The shortest time between two polls of a source."
    ),
    Option("collect.seldom", kinds.seconds, 86_400.0, "The longest time between two polls."),
    Option("collect.at_once", kinds.count, 50, "Documents that are fetched at the same time."),
    Option("collect.per_host", kinds.count, 1, "Connections to one server at the same time."),
    Option("collect.pause", kinds.pause, 1.0, "Seconds between two requests to one server."),
    Option(
        "collect.allow",
        kinds.networks,
        (),
        "Private networks that sources may be in, such as 10.1.0.0/16; none by default.",
    ),
    Option(
        "collect.websub",
        kinds.one_of("on", "off"),
        "on",
        "Let hubs push news to the desk's address (WebSub), or poll alone.",
    ),
    Option(
        "collect.full_text",
        kinds.one_of("on", "off"),
        "on",
        "Fetch the article's page where the feed cuts it and the licence allows the whole of it.",
    ),
    Option(
        "collect.keep_days",
        kinds.number,
        180,
        "Days after which wire items that nobody used are removed; 0 keeps them for ever.",
    ),
    Option(
        "collect.story_days", kinds.count, 30, "Days within which copies of a piece are sought."
    ),
    Option("desk.max_audio", kinds.count, 100_000_000, "Bytes of a recording that is uploaded."),
    Option("desk.max_picture", kinds.count, 20_000_000, "Bytes of a picture that is uploaded."),
    Option("desk.max_pixels", kinds.count, 40_000_000, "Pixels of a picture that is uploaded."),
    Option(
        "desk.second_factor",
        kinds.one_of("optional", "publishers", "everybody"),
        "optional",
        "Of whom a second factor is wanted at the desk; others may set one up.",
    ),
    Option(
        "press.hubs",
        kinds.hubs,
        (),
        "WebSub hubs that feeds name and that are told of news; none by default.",
    ),
    Option(
        "press.packed",
        kinds.one_of("on", "off"),
        "on",
        "Whether `run` lays packed copies (.gz) beside the pages, for web servers that send them.",
    ),
    Option(
        "post.sender",
        kinds.mailbox,
        "digest@localhost",
        "The address that letters come from.",
    ),
    Option(
        "post.unsubscribe",
        kinds.leaving,
        "",
        "Where readers leave by mail, such as leave@example.org: what comes to leave+…@example.org "
        "is to be piped into `readers unsubscribe`. None by default: they leave on the web.",
    ),
    Option(
        "post.bounces",
        kinds.leaving,
        "",
        "Where letters come back to, such as bounces@example.org: each is sent from an address of its own, "
        "bounces+…@example.org, and what comes there is to be piped into `bounces`. None by default: "
        "letters are sent from post.sender.",
    ),
    Option(
        "post.mailbox",
        kinds.imap,
        "",
        "Where mail that came back lies, if no server pipes it: imaps://user@host/INBOX (imap+starttls:// too). "
        "`run` fetches it each minute, and removes what it has acted on. None by default.",
    ),
    Option("post.mailbox_password", kinds.words, "", "What the user logs in with.", secret=True),
    Option(
        "post.doubt",
        kinds.one_of("again", "hold"),
        "again",
        "When a relay is cut off before it replies, and can't be asked whether it took the mail: "
        "send again under the same Message-ID, or hold.",
    ),
    Option(
        "post.fence",
        kinds.one_of("place", "rows", "closed"),
        "place",
        "What holds all mail until a person lets it go: rows that are older than the mail that went, and another place "
        "of the database; rows alone, where files are numbered anew at a start; closed, for a copy that never mails.",
    ),
    Option(
        "post.stale",
        kinds.count,
        24,
        "Hours after which a letter that could not go out is merged into the next one.",
    ),
    Option(
        "post.sites",
        kinds.one_of("servers", "domains", "off"),
        "servers",
        "How receiving sites are told apart that put mail off or block a relay: by the servers that take "
        "their mail (the DNS is asked), by domains alone, or not at all.",
    ),
    Option(
        "post.site_limits",
        kinds.limits,
        (),
        "Letters a minute to a receiving site at most, by a domain's name or the name of the company whose servers "
        'take its mail: { "google.com" = 600 }.',
    ),
    Option(
        "post.resolver",
        kinds.resolver,
        "",
        "The DNS server that is asked about mail, such as 127.0.0.1:5353; the machine's own if it is not set.",
    ),
    Option(
        "dkim.domain",
        kinds.domain,
        "",
        "The domain that signs letters: that of post.sender if it is not set, or one above it.",
    ),
    Option(
        "dkim.algorithms",
        kinds.one_of("rsa", "ed25519", "both", "none"),
        "rsa",
        "With which keys letters are signed, once there are some (`pamphleteer dkim`).",
    ),
    Option(
        "metrics.token",
        kinds.token,
        "",
        "Opens /metrics to Prometheus (Authorization: Bearer); without one there is no such page.",
        secret=True,
    ),
)

RELAY_OPTIONS = (
    Option("name", kinds.words, None, "What the relay is called in reports."),
    Option(
        "url",
        kinds.relay,
        None,
        "Where it is: a server (smtp+starttls://user@host:port) or a provider (mailgun://…), see use/relays.md.",
    ),
    Option(
        "password",
        kinds.words,
        "",
        "What the user logs in with, or a provider's key.",
        secret=True,
    ),
    Option(
        "api_url",
        kinds.api,
        "",
        "Where a provider's API is, if elsewhere than usual: https://api.eu.mailgun.net/v3/, for one.",
    ),
    Option(
        "webhook_secret",
        kinds.words,
        "",
        "What a provider shows, or signs with, when it reports what became of letters; see use/relays.md.",
        secret=True,
    ),
    Option(
        "token_command",
        kinds.command,
        "",
        "A command that prints a token to log in with in place of a password (XOAUTH2); run without a shell, "
        "and again when the server refuses the token.",
    ),
    Option("weight", kinds.count, 1, "The share of mail it gets among relays."),
    Option("timeout", kinds.seconds, 30.0, "For one reply, in seconds."),
    Option("connections", kinds.count, 4, "How many connections it may have at once."),
    Option(
        "window",
        kinds.count,
        4,
        "Letters on their way on one connection; so many of each can be in doubt after a crash.",
    ),
    Option(
        "a_second", kinds.number, 0, "Letters that it gets in a second at most; 0 for no limit."
    ),
    Option("an_hour", kinds.number, 0, "The same in an hour of the clock."),
    Option("a_day", kinds.number, 0, "The same in a day, by UTC."),
    Option(
        "warm_up",
        kinds.plan,
        (),
        "Letters on its first days of use, such as [50, 100, 500]: without limit after the last; or a "
        "plan by name, slow or quick.",
    ),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one option: what was found where, and what is expected."""

    where: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; expected {self.expected}"


class OptionsError(ValueError):
    """All faults of the options, together."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Options:
    """What is set, and where each value came from."""

    folder: Path
    values: Mapping[str, Any]
    origins: Mapping[str, str]
    relays: tuple[Mapping[str, Any], ...]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def desk(self) -> str:
        """Where the desk and the forms are served."""
        return str(self.values["site.desk"] or self.values["site.url"])


@dataclass
class _Reading:
    """One pass over file and environment, collecting faults on its way."""

    folder: Path
    environment: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def options(self) -> Options:
        found = self._file()
        made = bool(found)
        relays = found.pop("relay", [])
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for option in OPTIONS:
            section, _, key = option.name.partition(".")
            table = found.get(section, {})
            values[option.name], origins[option.name] = self._value(
                option, table if isinstance(table, dict) else {}, key, FILE_NAME, option.variable
            )
        self._unknown(found)
        read = tuple(self._relays(relays))
        # Before there is an outlet that can be read, nobody can say which relays it has.
        self._unknown_variables([str(relay["name"]) for relay in read] if made else None)
        if self.faults:
            raise OptionsError(self.faults)
        return Options(self.folder, values, origins, read)

    def _file(self) -> dict[str, Any]:
        path = self.folder / FILE_NAME
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.append(Fault(FILE_NAME, f"a mistake ({error})", "TOML, as in toml.io"))
        except OSError as error:
            self.faults.append(Fault(FILE_NAME, f"“{error.strerror}”", "a file that can be read"))
        return {}

    def _value(
        self, option: Option, table: Mapping[str, Any], key: str, where: str, variable: str
    ) -> tuple[Any, str]:
        for origin, raw in self._candidates(option, table, key, where, variable):
            try:
                return option.kind.parse(raw), origin
            except Wrong as wrong:
                found = "a value (it is secret)" if option.secret else _without_login(repr(raw))
                self.faults.append(Fault(origin, found, str(wrong)))
                return option.default, "default"
        default = option.default
        return (option.kind.parse(default) if isinstance(default, str) else default), "default"

    def _candidates(
        self, option: Option, table: Mapping[str, Any], key: str, where: str, variable: str
    ) -> Iterator[tuple[str, Any]]:
        """Yield what is set, the strongest first."""
        if named := self.environment.get(variable + "_FILE"):
            yield from self._from_file(variable + "_FILE", named)
        if variable in self.environment:
            yield variable, self.environment[variable]
        label = f"{where} [{option.name.partition('.')[0]}]" if "." in option.name else where
        if option.secret and f"{key}_file" in table:
            yield from self._from_file(f"{label} {key}_file", table[f"{key}_file"])
        if key in table:
            yield f"{label} {key}", table[key]

    def _from_file(self, origin: str, named: Any) -> Iterator[tuple[str, str]]:
        try:
            text = (self.folder / str(named)).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "no UTF-8"
            self.faults.append(
                Fault(origin, f"{named!r} ({reason})", "a file that holds the value")
            )
            return
        yield origin, text.rstrip("\r\n")

    def _unknown(self, found: Mapping[str, Any]) -> None:
        secret = {f"{option.name}_file" for option in OPTIONS if option.secret}
        known = {option.name for option in OPTIONS} | secret
        sections = {name.partition(".")[0] for name in known}
        for section, table in found.items():
            if section not in sections:
                expected = f"one of {', '.join(sorted(sections | {'relay'}))}"
                self.faults.append(Fault(f"{FILE_NAME} [{section}]", "an unknown table", expected))
            elif not isinstance(table, dict):
                self.faults.append(
                    Fault(f"{FILE_NAME} {section}", repr(table), f"a table: [{section}]")
                )
            else:
                self._unknown_keys(
                    f"{FILE_NAME} [{section}]",
                    table,
                    {name.partition(".")[2] for name in known if name.startswith(section + ".")},
                )

    def _unknown_keys(self, where: str, table: Mapping[str, Any], known: set[str]) -> None:
        for key in table.keys() - known:
            expected = f"one of {', '.join(sorted(known))}"
            self.faults.append(Fault(f"{where} {key}", "an unknown key", expected))

    def _unknown_variables(self, relays: Iterable[str] | None) -> None:
        known = {option.variable for option in OPTIONS}
        known |= {_relay_variable(name, o) for name in relays or () for o in RELAY_OPTIONS}
        known |= {f"{variable}_FILE" for variable in known}
        ours = {name for name in self.environment if name.startswith(ENVIRONMENT)}
        for variable in sorted(ours - known - _NO_OPTIONS):
            if relays is not None or not variable.startswith(f"{ENVIRONMENT}RELAY_"):
                expected = f"{_nearest(variable, known)}, perhaps"
                self.faults.append(Fault(variable, "a variable that sets nothing", expected))

    def _relays(self, tables: Any) -> Iterator[Mapping[str, Any]]:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.faults.append(Fault(f"{FILE_NAME} relay", repr(tables), "tables: [[relay]]"))
            return
        names: set[str] = set()
        for number, table in enumerate(tables, 1):
            where = f"{FILE_NAME} [[relay]] {number}"
            relay = self._relay(where, table)
            if relay["name"] in names:
                expected = "a name that no other relay has"
                self.faults.append(Fault(f"{where} name", repr(relay["name"]), expected))
            names.add(relay["name"])
            yield relay

    def _relay(self, where: str, table: Mapping[str, Any]) -> Mapping[str, Any]:
        relay: dict[str, Any] = {}
        origins = dict[str, str]()
        for option in RELAY_OPTIONS:
            variable = _relay_variable(str(table.get("name", "")), option)
            read = self._value(option, table, option.name, where, variable)
            relay[option.name], origins[option.name] = read
            if read[1] == "default" and option.default is None and option.name not in table:
                self.faults.append(
                    Fault(where, f"no {option.name}", f"a line {option.name} = …: {option.help}")
                )
        secret = {f"{option.name}_file" for option in RELAY_OPTIONS if option.secret}
        self._unknown_keys(where, table, {option.name for option in RELAY_OPTIONS} | secret)
        self.faults += [Fault(*one) for one in idle(relay, origins)]
        return relay


def _relay_variable(name: str, option: Option) -> str:
    return f"{ENVIRONMENT}RELAY_{name.upper().replace('-', '_')}_{option.name.upper()}"


def _nearest(variable: str, known: Iterable[str]) -> str:
    """Return the name that is most like a misspelt one, or a name to begin with."""
    names = sorted(name.removeprefix(ENVIRONMENT) for name in known)
    near = get_close_matches(variable.removeprefix(ENVIRONMENT), names, n=1)
    return ENVIRONMENT + (near or ["SITE_URL"])[0]


def _without_login(words: str) -> str:
    return _LOGIN.sub("//…@", words)


def load(folder: Path, environment: Mapping[str, str] = os.environ) -> Options:
    """Read the options of the outlet in a folder; raises `OptionsError` with all faults."""
    return _Reading(folder.resolve(), environment).options()
