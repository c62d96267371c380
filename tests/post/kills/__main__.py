"""`python -m tests.post.kills PLAN`: a story in the outlet that the environment names; prints what came of it."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django

from tests.post.kills.sinking import sinking


def main() -> None:
    """Begin the server, which the outlet's options name, then the story."""
    folder = Path(os.environ["PAMPHLETEER_DIR"])
    told = json.loads(sys.argv[1])
    with sinking(folder, delay=told.pop("delay", 0)) as sink:
        (folder / "outlet.toml").write_text(
            '[site]\nurl = "https://example.org/"\n'
            f'[post]\nsender = "digest@example.org"\ndoubt = "{told.pop("doubt", "again")}"\n'
            f'[[relay]]\nname = "first"\nurl = "smtp://127.0.0.1:{sink.port}"\n'
        )
        (folder / "keys").mkdir(mode=0o700)
        (folder / "keys" / "secret").write_text("of all the processes")
        django.setup()
        killing = import_module("tests.post.kills.killing")
        told["aims"] = tuple(told.get("aims", ()))
        print(json.dumps(killing.live(sink, killing.Plan(**told))))  # noqa: T201


if __name__ == "__main__":
    main()
