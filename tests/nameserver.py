"""A server of the DNS on loopback, over UDP and TCP, that says what a test tells it to, the odd too."""

import socketserver
import struct
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

SMALL = 512  # bytes of an answer over UDP, as in the first days of the DNS

Said = Sequence[str] | str


class Nameserver:
    """What it knows is `zone`, by name and type: answers, or `servfail`, `silent`, `loop`, `rubbish`."""

    def __init__(self, zone: dict[tuple[str, str], Said] | None = None) -> None:
        self.zone = zone or {}
        self.asked: list[tuple[str, str, str]] = []
        for _ in range(9):
            self._udp: Any = _Udp(("127.0.0.1", 0), _OverUdp)
            try:
                self._tcp: Any = _Tcp(self._udp.server_address, _OverTcp)
                break
            except OSError:  # the port of the same number is another's
                self._udp.server_close()
        self._udp.told = self._tcp.told = self

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._udp.server_address[1]}"

    def say(self, name: str, kind: str, *said: str) -> None:
        self.zone[name, kind] = said[0] if said[0] in ODD else [*said]

    def __enter__(self) -> Self:
        for server in (self._udp, self._tcp):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        for server in (self._udp, self._tcp):
            server.shutdown()
            server.server_close()

    def answer(self, question: bytes, *, over: str) -> bytes:
        query = dns.message.from_wire(question)
        [asked] = query.question
        name, kind = asked.name.to_text(omit_final_dot=True), asked.rdtype.name
        self.asked.append((name, kind, over))
        said = self.zone.get((name, kind))
        if said == "silent":
            return b""
        if said == "rubbish":
            return question[:2] + b"\xff" * 40
        response = dns.message.make_response(query)
        if said == "servfail":
            response.set_rcode(dns.rcode.SERVFAIL)
        elif said == "loop":
            for here, there in ((name, f"x.{name}"), (f"x.{name}", name)):
                response.answer.append(
                    dns.rrset.from_text(f"{here}.", 60, "IN", "CNAME", f"{there}.")
                )
        elif said:
            response.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *said))
        elif not any(known == name for known, _ in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        wire = response.to_wire(max_size=65_535)
        if over == "udp" and len(wire) > SMALL:
            cut = dns.message.make_response(query)
            cut.flags |= dns.flags.TC
            return cut.to_wire()
        return wire


ODD = ("servfail", "silent", "loop", "rubbish")


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class _OverUdp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        question, socket = self.request
        said = self.server.told.answer(question, over="udp")  # type: ignore[attr-defined]
        if said:
            socket.sendto(said, self.client_address)


class _OverTcp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        while head := self.rfile.read(2):
            question = self.rfile.read(struct.unpack("!H", head)[0])
            said = self.server.told.answer(question, over="tcp")  # type: ignore[attr-defined]
            self.wfile.write(struct.pack("!H", len(said)) + said)


def quoted(text: str) -> str:
    """Return a TXT record as zone files write it, in strings of 255 bytes."""
    return " ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) or '""'
