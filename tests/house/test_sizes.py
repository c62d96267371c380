"""Nothing in the house is too large to be read at a sitting."""

import ast
from pathlib import Path

FILE, FUNCTION = 500, 60  # lines
HOMELESS = {"utils", "helpers", "services", "core", "misc", "common"}
OURS = [p for folder in ("src", "tests", "bench") for p in Path(folder).rglob("*.py")]


def test_no_file_is_too_long() -> None:
    assert not [f"{p}: {n}" for p in OURS if (n := len(p.read_text().splitlines())) > FILE]


def test_no_function_is_too_long() -> None:
    long = []
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION:
                    long.append(f"{path}:{node.lineno} {node.name}: {lines}")
    assert not long


def test_every_file_has_a_home() -> None:
    assert not [p for p in Path("src").rglob("*") if p.stem in HOMELESS]


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for path in Path("src").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{path}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert not hidden


def test_there_was_something_to_look_at() -> None:
    assert len(OURS) > 100
