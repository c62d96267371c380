"""The headers by which mail programs and providers know a digest's letter for one that can be left."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from pamphleteer.post import tokens
from pamphleteer.post.letters.links import absolute
from pamphleteer.press import paths
from pamphleteer.register.models import Outlet

# What a notice is: no answering machine is to answer it (RFC 3834, section 5).
NOTICE = {"Auto-Submitted": "auto-generated"}
_SENDER_ID = 12  # characters; Feedback-ID takes 5 to 15


@dataclass(frozen=True, slots=True)
class List:
    """A digest as its headers name it: a key that never changes, its address, and the edition's number."""

    key: int
    slug: str
    number: int


def own(*, leave: str, by_mail: str) -> dict[str, str]:
    """Return the headers that are one reader's own: the ways to leave, by the token (RFC 8058), and by mail."""
    ways = [f"<{tokens.way(leave, purpose=tokens.LEAVE)}>"]
    if by_mail:
        ways.append(f"<mailto:{by_mail}?subject=unsubscribe>")
    return {"List-Unsubscribe": ", ".join(ways)}


def of_letter(of: List, outlet: Outlet) -> dict[str, str]:
    """Return the headers of a letter that all its readers get (RFC 2369, RFC 2919, RFC 8058)."""
    return {
        "List-Id": f"<{_list_id(of)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Subscribe": f"<{settings.SIGNUP_URL}>",
        "List-Help": f"<{settings.SIGNUP_URL}>",
        "List-Archive": f"<{absolute(_archive(of.slug))}>",
        "Feedback-ID": f"edition-{of.number}:digest-{of.key}:digest:{_sender_id(outlet)}",
    }


def _list_id(of: List) -> str:
    name = of.slug if of.slug.isascii() else f"digest-{of.key}"
    return f"{name}.{settings.POST_SENDER.rpartition('@')[2]}"


def _archive(slug: str) -> str:
    return f"digests/{paths.file_name(slug)}/{paths.FRONT}"


def _sender_id(outlet: Outlet) -> str:
    """Return what stands for the outlet in providers' counts, the same for ever."""
    return sha256(outlet.mark.bytes).hexdigest()[:_SENDER_ID]
