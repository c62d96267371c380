"""Take pictures in: bounded, made anew by the darkroom, kept under names of what they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from pamphleteer.desk.darkroom import asking
from pamphleteer.desk.darkroom.faults import Unusable
from pamphleteer.desk.errors import NoPicture, Refused
from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs.bench import bench, copied
from pamphleteer.ground import clock
from pamphleteer.ground.files import place
from pamphleteer.ground.text import one_line
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.numbers import grouped
from pamphleteer.register.verbs import journal

FOLDER = "pictures"
_WRONG = {
    "unknown": noop(
        "“{file}” is no picture that can be read: JPEG, PNG, WebP, GIF or AVIF. Choose another file."
    ),
    "bomb": noop(
        "“{file}” has more than the {most} million pixels that are taken ({option}): make it smaller."
    ),
    "pixels": noop(
        "“{file}” has {width} × {height} pixels, more than the {most} million that are taken "
        "({option}): make it smaller."
    ),
    "side": noop(
        "“{file}” has a side of more than {longest} pixels: cut it to what is to be seen."
    ),
    "damaged": noop("“{file}” is damaged: it can't be read to its end. Choose another file."),
    "slow": noop("“{file}” could not be read within {seconds} seconds: make it smaller."),
    "memory": noop("“{file}” takes too much memory to be read: make it smaller."),
    "broke": noop(
        "“{file}” could not be read: its reader broke down over it. Choose another file."
    ),
    "drawing": noop(
        "“{file}” is an SVG drawing, which can hold scripts and is not taken: save it as a PNG."
    ),
}


@dataclass(frozen=True)
class Developed:
    """What a row says of the files of a picture."""

    source: str
    width: int
    height: int
    master: str
    files: list[dict[str, Any]]


def where(name: str) -> Path:
    """Return where a file of a picture lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / name


def upload(
    file: File[bytes], *, alt: str, credit: str = "", own: bool = False, by: Person | None = None
) -> Picture:
    """Keep a picture; one that is here already, with the same words, is not kept twice.

    Raises `NoPicture` for what is none, and `Refused` for one without words or credit.
    """
    alt, credit = one_line(alt).strip(), one_line(credit).strip()
    if not alt:
        raise Refused(_("Say what the picture shows, for those who can't see it."))
    if not own and not credit:
        raise Refused(_("Say who made the picture, or that it is the outlet's own."))
    return keep(developed(file), alt=alt, credit=credit, own=own, by=by)


def keep(done: Developed, *, alt: str, credit: str, own: bool, by: Person | None) -> Picture:
    """Make the row of a picture whose files are here, or return the one that says the same."""
    with transaction.atomic():
        # Of two who keep the same at once, one waits here for the other.
        Outlet.objects.select_for_update(no_key=True).first()
        known = Picture.objects.filter(source=done.source, alt=alt, credit=credit, own=own).first()
        if known:
            return known
        picture = Picture(alt=alt, credit=credit, own=own, uploaded_at=clock.now(), uploaded_by=by)
        fill(picture, done)
        picture.save()
        journal.write("picture.uploaded", picture, by=by)
    return picture


def fill(picture: Picture, done: Developed) -> None:
    """Put into a row what its files are."""
    for name, value in vars(done).items():
        setattr(picture, name, value)


def developed(file: File[bytes]) -> Developed:
    """Return what a picture became; its files are in `media/pictures/`, each whole.

    Raises `NoPicture` and `NotKept`.
    """
    called = one_line(Path(file.name or "").name)[:100] or _("The file")
    if (file.size or 0) > settings.DESK_MAX_PICTURE:
        most = settings.DESK_MAX_PICTURE / 1e6
        raise NoPicture(
            _(
                "“{file}” is larger than the {most} MB that are taken ({option}): make it smaller, "
                "and upload it again."
            ).format(file=called, most=grouped(f"{most:g}"), option="desk.max_picture")
        )
    with bench() as folder:
        source = copied(file, folder / "source")
        known = Picture.objects.filter(source=source).first()
        if known and _is_whole(known):
            return Developed(source, known.width, known.height, known.master, known.files)
        try:
            made = asking.develop(folder / "source", folder, most=settings.DESK_MAX_PIXELS)
        except Unusable as fault:
            raise NoPicture(_told(called, fault)) from fault
        master, _sum = _kept(folder / made.master)
        return Developed(source, made.width, made.height, master, list(_files(folder, made)))


def _told(file: str, fault: Unusable) -> str:
    numbers = {name: grouped(number) for name, number in fault.numbers.items()}
    if "most" in fault.numbers:
        numbers["most"] = grouped(f"{fault.numbers['most'] / 1e6:g}")
    return _(_WRONG[fault.wrong]).format(file=file, option="desk.max_pixels", **numbers)


def _files(folder: Path, made: asking.Made) -> Iterator[dict[str, Any]]:
    for one in made.files:
        path = folder / one["name"]
        size = path.stat().st_size
        name, whole = _kept(path)
        yield one | {"name": name, "size": size, "sha256": whole}


def _kept(path: Path) -> tuple[str, str]:
    """Move a file to where it is kept, under a name of what it holds."""
    with path.open("rb") as file:
        found = sha256(file.read()).hexdigest()
    name = f"{found[:20]}{path.suffix}"
    place(path, where(name))
    return name, found


def _is_whole(picture: Picture) -> bool:
    sizes = {one.name: one.size for one in picture.renditions}
    return where(picture.master).is_file() and all(
        where(name).is_file() and where(name).stat().st_size == size for name, size in sizes.items()
    )
