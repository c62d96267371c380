"""Serve the desk of an outlet whose mail is in trouble, for the pictures of the docs: `python -m docs.faulty FOLDER`.

No round runs: nothing is sent, and nothing changes by itself.
"""

import os
import subprocess
import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from django.core.handlers.wsgi import WSGIHandler
from django.utils.module_loading import import_string

RELAYS = ("mail.example.net", "aws", "at-home")
_TABLE = '\n[[relay]]\nname = "{name}"\nurl = "smtp://127.0.0.1:9"\nweight = {weight}\n'


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(folder: Path) -> None:
    """Make the outlet, and serve its desk until somebody ends it; prints its address and that of the edition."""
    words = [sys.executable, "-m", "pamphleteer", "new", str(folder), "--name", "The Open Page"]
    subprocess.run(words, check=True, capture_output=True)
    with (folder / "outlet.toml").open("a", encoding="utf-8") as options:
        for number, name in enumerate(RELAYS):
            options.write(_TABLE.format(name=name, weight=len(RELAYS) - number))
    with _Server(("127.0.0.1", 0), _Quiet) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        os.environ["PAMPHLETEER_SITE_URL"] = address
        os.environ["PAMPHLETEER_POST_DOUBT"] = "hold"
        os.environ["PAMPHLETEER_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "pamphleteer.project.settings"
        django.setup()
        edition = import_string("docs.troubles.fill")(RELAYS)
        server.set_app(WSGIHandler())
        sys.stdout.write(f"{address}desk/ {address}desk/editions/{edition}/\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
