"""Figures of the site."""

from collections.abc import Sequence

from pamphleteer.desk.models import Article
from pamphleteer.ground.exposition import Family, gauge
from pamphleteer.press.models import File


def gauges() -> Sequence[Family]:
    """Return how much there is, and how much is to be made."""
    return [
        gauge("pamphleteer_articles", "Articles on the site.", Article.objects.live().count()),
        gauge("pamphleteer_files", "Files of the site.", File.objects.count()),
        gauge("pamphleteer_files_due", "Files that are to be made.", File.objects.due().count()),
        gauge(
            "pamphleteer_files_stopped",
            "Files that a mistake in the outlet's templates keeps as they were.",
            File.objects.filter(flaw__isnull=False).count(),
        ),
    ]
