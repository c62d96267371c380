"""What relays have in common whose provider takes letters by HTTP."""

from pamphleteer.post.relays.api.account import Account
from pamphleteer.post.relays.api.anymail import ByAnymail
from pamphleteer.post.relays.api.connection import answers
from pamphleteer.post.relays.api.recall import ApiRecall
from pamphleteer.post.relays.api.relay import ApiRelay, Asked, Way, api_relay, at
from pamphleteer.post.relays.api.repeats import Repeats

__all__ = [
    "Account",
    "ApiRecall",
    "ApiRelay",
    "Asked",
    "ByAnymail",
    "Repeats",
    "Way",
    "answers",
    "api_relay",
    "at",
]
