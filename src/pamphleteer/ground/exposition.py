"""Figures as Prometheus reads them: its text format 0.0.4, and OpenMetrics 1.0."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_MOST = 20  # ranges of an Accept header that are looked at

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Family:
    """Figures of one name: counters, which only grow and end in `_total`, or gauges; each with its labels."""

    name: str
    kind: Literal["counter", "gauge"]
    help: str
    samples: Sequence[tuple[Labels, float]]

    def __post_init__(self) -> None:
        fits = self.name.endswith("_total") == (self.kind == "counter")
        labels = {label for sample, _ in self.samples for label in sample}
        plain = not set(self.help) & set('\\"\n')
        if not (
            fits and plain and _NAME.fullmatch(self.name) and all(map(_NAME.fullmatch, labels))
        ):
            raise ValueError(f"{self.name} is no name of a {self.kind}, or {labels} none of labels")


def gauge(name: str, words: str, value: float | None) -> Family:
    """Return the gauge of one figure; None leaves it out."""
    return Family(name, "gauge", words, [] if value is None else [({}, value)])


def wants_openmetrics(accept: str) -> bool:
    """Return whether an Accept header (RFC 9110, 12.5.1) likes OpenMetrics at least as much as plain text."""
    liked = {"application/openmetrics-text": 0.0, "text/plain": 0.0}
    for part in accept.split(",", _MOST)[:_MOST]:
        kind, *more = (word.strip().lower() for word in part.split(";"))
        if kind in liked:
            liked[kind] = max(liked[kind], _quality(more))
    openmetrics, text = liked.values()
    return openmetrics > 0 and openmetrics >= text


def written(families: Sequence[Family], *, openmetrics: bool = False) -> bytes:
    """Return families in one of the two formats."""
    lines = [line for family in families for line in _lines(family, openmetrics=openmetrics)]
    end = ["# EOF"] if openmetrics else []
    return "".join(f"{line}\n" for line in [*lines, *end]).encode()


def _lines(family: Family, *, openmetrics: bool) -> Iterator[str]:
    if not family.samples:
        return
    # OpenMetrics calls a family of counters by the name that their samples have before `_total`.
    name = family.name.removesuffix("_total") if openmetrics else family.name
    yield f"# HELP {name} {family.help}"
    yield f"# TYPE {name} {family.kind}"
    for labels, value in family.samples:
        told = ",".join(f'{key}="{said.translate(_ESCAPES)}"' for key, said in labels.items())
        yield (
            f"{family.name}{{{told}}} {_number(value)}"
            if told
            else f"{family.name} {_number(value)}"
        )


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no figure")
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _quality(parameters: Sequence[str]) -> float:
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            found = re.fullmatch(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", value.strip())
            return float(value) if found else 0.0
    return 1.0
