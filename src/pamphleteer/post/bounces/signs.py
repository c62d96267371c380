"""The signs by which a mail without a form shows that it came back, and that it may still arrive."""

import re

from pamphleteer.post.bounces.decoding import words_of
from pamphleteer.post.bounces.mime import Headers
from pamphleteer.post.meanings.said import reply_in

_HEAD = 2_000  # characters of a text
_DAEMON = re.compile(
    r"mailer-?daemon|mail delivery|delivery (?:sub)?system|postmaster|mail ?administrator|"
    r"system administrator|mail system|mdaemon|double-bounce",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|returned? (?:to sender|mail|message)|failure notice|failed (?:mail|delivery|message)|"
    r"delivery[^.]{0,20}(?:fail|status|problem|report|notif|error|unsuccess|delay)|loop alert|bounce|"
    r"(?:mail|message)[^.]{0,30}(?:fail|error|bounce|return|reject|problem|delay|could not be|undeliver)|"
    r"non[- ]?deliver|could(?: not|n't) be (?:sent|delivered)|warning: (?:could not|message)|"
    r"unzustellbar|non remis|[ée]chec|no (?:se )?(?:pudo )?entreg|недоставлен|не доставлено|"
    r"mancata consegna|onbestelbaar|não (?:é possível entregar|entregue)|no se puede entregar|non recapitabile|"
    r"niedostarcz|nedoruč|kan ikke leveres|olevererbar|går inte att leverera|ei toimitettavissa|kézbesíthetetlen|"
    r"teslim edilemedi|nelivrabil|не доставлен|недостав|αδύνατη η παράδοση|לא ניתן למסירה|لم يتم التسليم|تعذر التسليم|"
    r"配信(?:不能|でき|エラー)|送信でき|未配信|退信|无法(?:投递|送达)|未送达|(?:发送|传递|投递)失败|"
    r"배달되지|전송 ?실패|반송",
    re.IGNORECASE,
)
_TOLD = re.compile(r"rcpt to|recipient|delivered|deliver your|undeliver", re.IGNORECASE)
_FAILED = re.compile(
    r"deliver|undeliver|could(?: not|n't) be|unable to|\bfail|reject|bounce|return(?:ed|ing)? (?:to|mail|message|your)|"
    r"zugestellt|zustell|non remis|entreg|consegn|доставл|送信|配信|投递|送达|発送",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"delay|will (?:continue|be re-?tried|keep trying|retry)|warning message only|retried for|"
    r"verzögert|retardée?\b|retrasad|demorad|posticipat|ritardat|vertraagd|opóźni|отложен|задерж|遅延|延迟|지연|"
    r"not yet been delivered|still being retried|no action is required|could not be delivered for the last",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"permanent|giving up|given up|has been removed|deleted from queue|returned to sender|final|failed|"
    r"will not (?:be )?re-?tr",
    re.IGNORECASE,
)


def by_sender(headers: Headers) -> bool:
    """Say whether a mail server seems to have written a mail."""
    sender = headers.get("from")
    return "<>" in sender or bool(_DAEMON.search(f"{sender} {headers.get('return-path')}"))


def by_head(headers: Headers) -> bool:
    """Say whether a mail server seems to have written a mail, or somebody about a mail that failed."""
    return by_sender(headers) or bool(_SUBJECT.search(words_of(headers.get("subject"))[:300]))


def from_nobody(headers: Headers) -> bool:
    """Say whether a mail wants no answer: bounces do (RFC 5321, 4.5.5), and so do answers of machines."""
    return headers.get("return-path").strip() == "<>"


def by_text(headers: Headers, text: str) -> bool:
    """Say whether a text tells of a delivery, and quotes the refusal of a server or wants no answer."""
    if from_nobody(headers) and _FAILED.search(text[:_HEAD]):
        return True
    return bool(reply_in(text) and _TOLD.search(text[:_HEAD]))


def of_waiting(subject: str, text: str) -> bool:
    """Say whether a mail without fields tells of a delay, not of an end."""
    if _WAITING.search(subject):
        return True
    return bool(_WAITING.search(text[:_HEAD])) and not _GIVEN_UP.search(text[:_HEAD])
