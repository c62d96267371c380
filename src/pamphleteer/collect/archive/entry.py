"""A headline and its lead on a text page, with what is known of how they stand there."""

from dataclasses import dataclass

from pamphleteer.collect.archive.units import Unit


@dataclass(frozen=True)
class Entry:
    """A run of titles with the run of bodies under it.

    `notes` is how many titles there were; a date stood among them, or above the first of them.
    """

    titles: tuple[Unit, ...]
    bodies: tuple[Unit, ...]
    notes: int = 1
    date_within: bool = False
    date_above: bool = False
    doubtful: bool = False

    @property
    def gap(self) -> int:
        """The blank lines above it."""
        return self.titles[0].gap

    @property
    def inner_gap(self) -> int:
        """The blank lines between headline and lead."""
        return self.bodies[0].gap

    @property
    def headline(self) -> str:
        """The title that stands for it."""
        return self.titles[-1].text

    @property
    def lead(self) -> str:
        """The bodies, a blank line between them."""
        return "\n\n".join(unit.text for unit in self.bodies)

    @property
    def asks(self) -> bool:
        """Whether a field to be filled in belongs to it."""
        return any(unit.has_field for unit in (*self.titles, *self.bodies))
