"""Keep the rows of files: planned before a file is new, recorded once it is written."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.press.models import File


def recorded() -> dict[str, str]:
    """Return the hash of each file by its path; an empty one if it was only planned."""
    return dict(File.objects.values_list("path", "sha256"))


def begun() -> bool:
    """Tell whether anything was ever pressed."""
    return File.objects.exists()


def plan(paths: Iterable[str]) -> None:
    """Note files that are about to be, so that none is forgotten if the process ends meanwhile."""
    now = clock.now()
    files = [File(path=path, sha256="", size=0, written_at=now) for path in paths]
    if files:
        with transaction.atomic():
            File.objects.bulk_create(files, ignore_conflicts=True)


def record(written: Iterable[tuple[str, str, int]]) -> None:
    """Note what was written: paths with hash and size."""
    now = clock.now()
    files = [
        File(path=path, sha256=sha256, size=size, written_at=now) for path, sha256, size in written
    ]
    with transaction.atomic():
        File.objects.bulk_create(
            files,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["sha256", "size", "written_at"],
        )


def forget(paths: Sequence[str]) -> None:
    """Note that files are gone."""
    with transaction.atomic():
        for start in range(0, len(paths), 500):
            File.objects.filter(path__in=paths[start : start + 500]).delete()
