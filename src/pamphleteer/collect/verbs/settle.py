"""What becomes of the fetches that ended: each outcome in its source's row, and in words."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from django.db import transaction

from pamphleteer.collect.blocked import of_page
from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.models import Source
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs import hosts
from pamphleteer.collect.verbs.agent import agent
from pamphleteer.collect.verbs.claim import Claim
from pamphleteer.collect.verbs.store import Document, digest_of, store, store_fault, store_unchanged
from pamphleteer.collect.wording import words_with_page
from pamphleteer.ground.http import Answer, FetchError, StatusError
from pamphleteer.ground.text import one_line

_GONE = 410
_TOGETHER = 400  # items: others wait for what is kept in one transaction


@dataclass(frozen=True)
class Polled:
    """What came of polling one source: new pieces, nothing new, or a fault in words."""

    source: Source
    new: int = 0
    unchanged: bool = False
    fault: str = ""


def settle(ended: Sequence[tuple[Claim, Future[Answer]]]) -> Iterator[Polled]:
    """Keep what fetches brought; what another process has taken over meanwhile is left to it."""
    same = [(claim, fetch.result()) for claim, fetch in ended if _is_same(claim, fetch)]
    with transaction.atomic():
        _leave_hosts(ended)
        ours = store_unchanged(same)
    for claim, answer in same:
        if claim.source.pk in ours:
            yield Polled(claim.source, unchanged=answer.unchanged)
    quiet = {claim.source.pk for claim, _ in same}
    yield from _settle_new([one for one in ended if one[0].source.pk not in quiet])


def _settle_new(ended: Iterable[tuple[Claim, Future[Answer]]]) -> Iterator[Polled]:
    """Keep documents, a few in one transaction, and faults."""
    batch: list[Document] = []
    for claim, fetch in ended:
        try:
            batch.append(_understood(claim, fetch.result()))
        except (FetchError, SourceError) as error:
            yield _fault(claim, error)
        if sum(len(one.feed.items) for one in batch) >= _TOGETHER:
            yield from _stored(batch)
            batch = []
    yield from _stored(batch)


def _stored(batch: Sequence[Document]) -> Iterator[Polled]:
    """Keep documents; those of which the hold was lost are left to who has it."""
    new = store(batch) if batch else {}
    for document in batch:
        source = document.claim.source
        if source.pk in new:
            yield Polled(source, new=new[source.pk])


def _is_same(claim: Claim, fetch: Future[Answer]) -> bool:
    if fetch.exception():
        return False
    answer = fetch.result()
    return answer.unchanged or digest_of(claim.source, answer) == claim.source.digest


def _leave_hosts(ended: Sequence[tuple[Claim, Future[Answer]]]) -> None:
    """Let go of the hosts, and let rest those that asked for it."""
    rests: dict[str, float] = {}
    for claim, fetch in ended:
        if rest := hosts.rest_after(fetch.exception(), failures=claim.source.failures):
            host = claim.source.host
            rests[host] = max(rest, rests.get(host, 0.0))
    hosts.give_back_many([claim.taken for claim, _ in ended if claim.taken], rests=rests)


def _understood(claim: Claim, answer: Answer) -> Document:
    source = claim.source
    page = of_page(answer.content, headers=answer.headers, address=answer.url, us=agent())
    if page and (page.surely or source.kind == Source.Kind.FEED):
        raise SourceError(page.words)
    feed = understand(
        answer.content,
        address=answer.url,
        content_type=answer.content_type,
        content_language=answer.headers.get("content-language", ""),
        bounds=set_bounds(),
        page_too=source.kind == Source.Kind.PAGE,
        selectors=source.selectors,
    )
    return Document(claim, answer, feed)


def _fault(claim: Claim, error: FetchError | SourceError) -> Polled:
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    gone = isinstance(error, StatusError) and error.status == _GONE and error.lasting
    fault = one_line(words_with_page(error, address=claim.source.url, us=agent()))
    store_fault(claim, fault=fault, retry_after=retry_after, gone=gone)
    return Polled(claim.source, fault=fault)
