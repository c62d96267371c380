"""What docs/use/json.md says that commands print with --json: its examples, by the words of a command."""

import json
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs/use/json.md"
_SECTION = re.compile(
    r"^## ([^\n]+)\n(?:(?!^## )[\s\S])*?^```json\n(.*?)^```", re.MULTILINE | re.DOTALL
)


def examples() -> dict[str, Any]:
    return {name: json.loads(example) for name, example in _SECTION.findall(PAGE.read_text())}


def as_documented(command: str, told: Any, *, free: tuple[str, ...] = ()) -> bool:
    """Whether an output has the keys of the example, in its lists and objects too; those in `free` hold any names."""
    return _alike(examples()[command], told, free)


def _alike(example: Any, told: Any, free: tuple[str, ...]) -> bool:
    if isinstance(example, list) and isinstance(told, list):
        return all(_alike(example[0], one, free) for one in told)
    if isinstance(example, dict) and isinstance(told, dict):
        assert list(example) == list(told)
        return all(key in free or _alike(example[key], told[key], free) for key in example)
    return example is None or told is None or type(example) is type(told)
