"""The reference is made from the code, and is what the code makes."""

import subprocess
import sys
from pathlib import Path

import pytest

from pamphleteer.cli import VERBS
from pamphleteer.project.options import OPTIONS

REFERENCE = Path("docs/reference")


def test_the_reference_is_up_to_date(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "docs/reference.py", tmp_path], check=True)

    for name in ("options.md", "commands.md", "theme.md"):
        made = (tmp_path / name).read_text()
        assert made == (REFERENCE / name).read_text(), f"{name} is old: make docs"


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_is_in_the_reference(option: object) -> None:
    assert f"`{option.name}`" in (REFERENCE / "options.md").read_text()  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_reference(verb: str) -> None:
    assert f"## {verb}\n" in (REFERENCE / "commands.md").read_text()
