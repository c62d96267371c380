"""What happened in an outlet before a journey begins: `python -m tests.journeys.acts READERS PIECES`."""

import os
import sys
from pathlib import Path

from django.utils.module_loading import import_string

from pamphleteer.project import start


def main(readers: int, pieces: int) -> None:
    """Let readers in and publish pieces, in the outlet that `PAMPHLETEER_DIR` names."""
    start.up(Path(os.environ["PAMPHLETEER_DIR"]))
    enrol = import_string("pamphleteer.post.verbs.signup.enrol")
    write = import_string("pamphleteer.desk.verbs.write.write")
    publish = import_string("pamphleteer.desk.verbs.publish.publish")
    for number in range(readers):
        enrol(f"reader{number}@readers.example")
    for number in range(pieces):
        publish(write(headline=f"Piece {number} of the day", lead="It was a day like others."))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
