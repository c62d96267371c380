"""Press the small outlet to be looked at: `python -m tests.press.golden.shown FOLDER LANGUAGE`."""

import email
import email.policy
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
        written = import_string("pamphleteer.post.letters.writing.written")
        for row in import_string("pamphleteer.post.models.Delivery").objects.order_by("pk"):
            lay(written(row).content, folder / "letters" / str(row.pk))


def lay(content: bytes, path: Path) -> None:
    """Write both bodies of a letter: as HTML, and as text."""
    path.parent.mkdir(exist_ok=True)
    letter = email.message_from_bytes(content, policy=email.policy.default)
    for part in letter.walk():
        if part.get_content_maintype() == "text":
            ending = {"html": ".html"}.get(part.get_content_subtype(), ".txt")
            path.with_suffix(ending).write_text(part.get_content(), encoding="utf-8")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
