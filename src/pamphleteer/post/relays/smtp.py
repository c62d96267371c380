"""SMTP, in the clear, within TLS, or with STARTTLS (RFC 5321, RFC 8314, RFC 3207)."""

import ipaddress
import re
import smtplib
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, unquote, urlsplit

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Account, Mail, worded
from pamphleteer.post.relays.replies import Stage, refusal

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_OK = 250
_WILL_FORWARD = 251
_GO_ON = 354
_CLOSING = 421
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class Smtp:
    """One server, one connection, kept open from mail to mail."""

    def __init__(self, account: Account) -> None:
        self.name = account.name
        self._account = account
        self._url = urlsplit(account.url)
        self._open: smtplib.SMTP | None = None

    def carry(self, mail: Mail, *, handing: Callable[[], None]) -> str:
        """Hand over one mail; see `Relay.carry`."""
        clean = False
        try:
            server = self._begun(mail)
            self._recipient(server, mail)
            handing()
            reply = self._content(server, mail)
            clean = True
        finally:
            if not clean:
                self._reset()
        return reply

    def close(self) -> None:
        """Say goodbye, whether or not the server still listens."""
        server, self._open = self._open, None
        if server is None:
            return
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()

    def _begun(self, mail: Mail) -> smtplib.SMTP:
        """Return a connection on which MAIL FROM was accepted.

        A kept connection may have been closed meanwhile, or be full (421): that says nothing about the relay,
        so it is opened anew, once.
        """
        if self._open is not None:
            code, reply = self._sender(self._open, mail)
            if code == _OK:
                return self._open
            if code not in {-1, _CLOSING}:
                raise refusal(Stage.MAIL, code, reply)
            self._drop()
        server = self._connected()
        code, reply = self._sender(server, mail)
        if code != _OK:
            raise refusal(Stage.MAIL, code, reply)
        return server

    def _sender(self, server: smtplib.SMTP, mail: Mail) -> tuple[int, bytes]:
        options = ["SMTPUTF8", "BODY=8BITMIME"] if mail.utf8 else []
        if mail.utf8 and not server.has_extn("smtputf8"):
            raise RelayError(
                "the relay takes no addresses beyond ASCII (no SMTPUTF8)",
                scope=Scope.SITE,
                permanent=True,
            )
        if server.has_extn("size"):
            options.append(f"size={len(mail.content)}")
        try:
            return server.mail(mail.sender, options)
        except (OSError, smtplib.SMTPException) as error:
            return -1, worded(str(error)).encode()

    def _recipient(self, server: smtplib.SMTP, mail: Mail) -> None:
        try:
            code, reply = server.rcpt(mail.to)
        except (OSError, smtplib.SMTPException) as error:
            raise self._gone(error) from error
        if code not in {_OK, _WILL_FORWARD}:
            raise refusal(Stage.RCPT, code, reply)

    def _content(self, server: smtplib.SMTP, mail: Mail) -> str:
        try:
            code, reply = server.docmd("DATA")
        except (OSError, smtplib.SMTPException) as error:
            raise self._gone(error) from error
        if code != _GO_ON:
            raise refusal(Stage.DATA, code, reply)
        try:
            server.send(_LEADING_DOT.sub(b"..", mail.content) + b".\r\n")
            code, reply = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._gone(error, doubt=True) from error
        if code != _OK:
            raise refusal(Stage.DATA, code, reply)
        return f"{code} {worded(reply)}"

    def _gone(self, error: Exception, *, doubt: bool = False) -> RelayError:
        self._drop()
        said = f"the connection was lost: {worded(str(error)) or type(error).__name__}"
        return RelayError(said, scope=Scope.RELAY, doubt=doubt)

    def _reset(self) -> None:
        if self._open is None:
            return
        try:
            code, _ = self._open.rset()
        except (OSError, smtplib.SMTPException):
            code = -1
        if code != _OK:
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        try:
            server = self._dialled()
        except smtplib.SMTPResponseException as error:
            raise refusal(Stage.HELLO, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            said = f"no connection to {self._url.hostname}: {worded(str(error))}"
            raise RelayError(said, scope=Scope.RELAY) from error
        self._open = server
        return server

    def _dialled(self) -> smtplib.SMTP:
        url, patience = self._url, self._account.timeout
        where = (url.hostname or "", url.port or _PORTS[url.scheme])
        if url.username and url.scheme == "smtp" and not _loopback(url):
            said = "the password would travel in the clear: use smtp+starttls:// or smtps://"
            raise RelayError(said, scope=Scope.RELAY, permanent=True)
        hello = self._account.hello
        if url.scheme == "smtps":
            tls = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, local_hostname=hello, timeout=patience, context=tls
            )
        else:
            server = smtplib.SMTP(*where, local_hostname=hello, timeout=patience)
        try:
            self._greet(server)
        except (OSError, smtplib.SMTPException, UnicodeError):
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP) -> None:
        _hello(server)
        if self._url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
            _hello(server)
        if self._url.username:
            server.login(unquote(self._url.username), self._account.password)


def _hello(server: smtplib.SMTP) -> None:
    code, reply = server.ehlo()
    if code not in {_OK, _CLOSING}:
        code, reply = server.helo()
    if code != _OK:
        raise smtplib.SMTPHeloError(code, reply)


def _loopback(url: SplitResult) -> bool:
    host = url.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
