"""Fetches in a thread of their own, so that what is done with one answer never delays another."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import Future
from contextlib import AsyncExitStack, contextmanager
from threading import Thread
from typing import Any

from pamphleteer.ground.http.answer import Answer
from pamphleteer.ground.http.fetch import FEEDS, Fetcher, Limits


class Fetches:
    """Starts fetches and leaves them to their thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, fetcher: Fetcher) -> None:
        self._loop = loop
        self._fetcher = fetcher

    def start(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        accept: str = FEEDS,
        unended: bool = False,
    ) -> Future[Answer]:
        """Begin to fetch a document, as `Fetcher.get`; the future gives the answer or its `FetchError`."""
        asked = self._fetcher.get(
            url, etag=etag, last_modified=last_modified, accept=accept, unended=unended
        )
        return self._begin(asked)

    def post(self, url: str, form: Mapping[str, str]) -> Future[Answer]:
        """Begin to send a form; the future gives the answer or its `FetchError`."""
        return self._begin(self._fetcher.post(url, form))

    def _begin(self, fetch: Coroutine[Any, Any, Answer]) -> Future[Answer]:
        return asyncio.run_coroutine_threadsafe(fetch, self._loop)


@contextmanager
def fetching(*, agent: str, limits: Limits) -> Iterator[Fetches]:
    """Fetch in a thread while the block runs; what is under way at its end is cancelled."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="fetching")
    thread.start()
    stack = AsyncExitStack()
    try:
        opening = stack.enter_async_context(Fetcher.open(agent=agent, limits=limits))
        yield Fetches(loop, asyncio.run_coroutine_threadsafe(opening, loop).result())
    finally:
        asyncio.run_coroutine_threadsafe(_end(stack), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(stack: AsyncExitStack) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await stack.aclose()
