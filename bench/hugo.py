"""A site of Hugo's like ours: as many articles; lists of topics, authors, partners and days, with feeds."""

import json
import subprocess
import time
from pathlib import Path

from bench.tongues import Tongue

_TOPICS, _EACH = 25, 50
_CONFIG = """
baseURL = "http://127.0.0.1/"
title = "The bench"
paginate = {each}
disableKinds = ["section"]
[taxonomies]
topic = "topics"
author = "authors"
partner = "partners"
day = "days"
"""
_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title><link rel="stylesheet" href="/style.css">
{{ range .AlternativeOutputFormats }}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
</head><body><header><p><a href="/">{{ .Site.Title }}</a></p></header><main>"""
_FOOT = """</main><footer><ul><li><a href="/">Front page</a></li><li><a href="/topics/">Topics</a></li></ul>
</footer></body></html>"""
_PIECE = """<li><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Params.lead }}</p>
<p>{{ .Params.credit }} <time>{{ .Date.Format "2 January 2006" }}</time></p></li>"""
_PAGER = """{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}"""
_LAYOUTS = {
    "_default/single.html": _HEAD
    + """<article><ul>{{ range .GetTerms "topics" }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<h1>{{ .Title }}</h1><p>{{ .Params.lead }}</p><p>By {{ .Params.author }}
<time>{{ .Date.Format "2 January 2006" }}</time></p>{{ .Content }}<footer>Credit: {{ .Params.credit }}</footer>
</article>"""
    + _FOOT,
    "index.html": _HEAD
    + "{{ $pages := .Paginate .Site.RegularPages }}<ul>{{ range $pages.Pages }}"
    + _PIECE + "{{ end }}</ul>" + _PAGER + _FOOT,
    "_default/term.html": _HEAD
    + "<h1>{{ .Title }}</h1>{{ $pages := .Paginate .Pages }}<ul>{{ range $pages.Pages }}"
    + _PIECE + "{{ end }}</ul>" + _PAGER + _FOOT,
    "_default/taxonomy.html": _HEAD
    + "<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>"
    + _FOOT,
    "_default/rss.xml": """{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
{{ $some := .RegularPages }}{{ if .IsHome }}{{ $some = .Site.RegularPages }}{{ end }}
{{ range first 50 $some }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<description>{{ .Content | html }}</description></item>{{ end }}</channel></rss>""",
}  # fmt: skip


def lay(folder: Path, articles: int) -> None:
    """Write the site's sources."""
    (folder / "content").mkdir(parents=True)
    (folder / "hugo.toml").write_text(_CONFIG.format(each=_EACH))
    for name, layout in _LAYOUTS.items():
        place = folder / "layouts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(layout)
    tongue = Tongue("en")
    for number in range(articles):
        (folder / "content" / f"{number}.html").write_text(_source(tongue, number))


def build(folder: Path, *, to: Path) -> float:
    """Build into a folder that is not there yet; return the seconds."""
    words = ["hugo", "--config", "hugo.toml", "--source", str(folder), "--destination", str(to)]
    begun = time.perf_counter()
    subprocess.run([*words, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _source(tongue: Tongue, number: int) -> str:
    day = f"{2011 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}T10:00:00Z"
    front = {
        "title": tongue.said(9),
        "date": day,
        "topics": [f"topic-{(number + step) % _TOPICS}" for step in (0, 7)],
        "lead": tongue.said(25),
        "author": "Ada Quay",
        "authors": ["Ada Quay"],
        "partners": [f"Harbour {number % 40}"],
        "days": [day[:10]],
        "credit": "Harbour",
    }
    return json.dumps(front) + "\n\n" + tongue.paragraphs(5)
