"""What asks: one document at a time for who waits, or many from a thread beside."""

from pamphleteer.ground.http.fetch import FEEDS, Fetcher, Limits
from pamphleteer.ground.http.threaded import Fetches, fetching

__all__ = ["FEEDS", "Fetcher", "Fetches", "Limits", "fetching"]
