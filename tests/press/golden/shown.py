"""Press the small outlet to be looked at, and write a letter: `python -m tests.press.golden.shown FOLDER LANGUAGE`."""

import os
import subprocess
import sys
from pathlib import Path

import django
from django.utils.module_loading import import_string


def main(folder: Path, language: str) -> None:
    """Make an outlet in a folder, and its site."""
    words = [sys.executable, "-m", "pamphleteer", "new", str(folder), "--name", "-"]
    subprocess.run(words, check=True, capture_output=True)
    os.environ["PAMPHLETEER_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pamphleteer.project.settings"
    django.setup()
    small_outlet = import_string("tests.press.golden.outlet.small_outlet")
    with small_outlet(folder, language=language, odd=False):
        import_string("pamphleteer.press.verbs.press.press")()
        import_string("tests.press.golden.letter_shown.lay")(folder, language)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
