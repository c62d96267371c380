"""A site of Hugo's like ours: as many articles, the same sorts of lists, and what our pages and feeds say.

Archived parts of feeds it does not have, nor maps of news, podcasts and the roll of authors; nor does it
keep hashes and what files were made from, or wait for the disk. It uses all cores, the press one.
"""

import json
import resource
import subprocess
import time
from pathlib import Path

from bench.ages import published
from bench.tongues import Tongue

_TOPICS, _EACH = 25, 50
_CONFIG = """
baseURL = "http://127.0.0.1/"
title = "The bench"
paginate = {each}
disableKinds = ["section"]
disableAliases = true
[taxonomies]
topic = "topics"
author = "authors"
partner = "partners"
day = "days"
[outputs]
home = ["html", "rss", "atom", "feed"]
term = ["html", "rss", "atom", "feed"]
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[mediaTypes."application/feed+json"]
suffixes = ["json"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "atom"
rel = "alternate"
[outputFormats.feed]
mediaType = "application/feed+json"
baseName = "feed"
rel = "alternate"
isPlainText = true
"""
# Days and authors have no feeds with us either.
_WITHOUT_FEEDS = {"cascade": [{"_target": {"kind": "term"}, "outputs": ["html"]}]}
_HEAD = """<!doctype html><html lang="en" dir="ltr"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ .Site.Title }}</title><link rel="stylesheet" href="/style.css">
{{ with .Params.lead }}<meta name="description" content="{{ . }}">{{ end }}
{{ range .AlternativeOutputFormats }}
<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .Permalink }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}"><meta property="og:url" content="{{ .Permalink }}">
<meta property="og:site_name" content="{{ .Site.Title }}">
<meta property="og:title" content="{{ .Title }}">
{{ block "head" . }}{{ end }}</head><body><a class="skip" href="#content">Skip to content</a>
<header><p><a href="/">{{ .Site.Title }}</a></p><nav aria-label="Sections"><ul><li><a href="/">Front page</a></li>
<li><a href="/topics/">Topics</a></li><li><a href="#signup">Daily digest</a></li></ul></nav></header><main id="content">
{{ block "main" . }}{{ end }}</main>
<form id="signup" action="http://127.0.0.1/digest/" method="post">
<label>Your address <input name="email" type="email"></label><button>Send me the digest</button></form>
<footer><ul><li><a href="/">Front page</a></li><li><a href="/topics/">Topics</a></li>
<li><a href="/partners/">Partners</a></li><li><a href="/authors/">Authors</a></li>
<li><a href="/days/">All pieces</a></li></ul></footer></body></html>"""
_PIECE = """{{ define "piece" }}<article class="piece"><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Params.lead }}</p><p>{{ .Params.credit }} <time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">
{{ .Date.Format "2 January 2006" }}</time></p></article>{{ end }}"""
_LIST = """{{ range $pages.Pages }}{{ template "piece" . }}{{ end }}
{{ with $pages.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with $pages.Next }}<a href="{{ .URL }}">Older</a>{{ end }}"""
_SOME = """{{ $some := .RegularPages }}{{ if .IsHome }}{{ $some = .Site.RegularPages }}{{ end }}"""
# What is said of each article for programs, what came before it, and the same day of earlier years.
_SINGLE = """{{ define "head" }}<meta property="og:type" content="article">
<script type="application/ld+json">{{ dict "@context" "https://schema.org" "@type" "NewsArticle"
"url" .Permalink "headline" .Title "description" .Params.lead "inLanguage" "en"
"datePublished" (.Date.Format "2006-01-02T15:04:05Z07:00")
"author" (dict "@type" "Person" "name" .Params.author)
"publisher" (dict "@type" "NewsMediaOrganization" "name" .Site.Title) | jsonify | safeJS }}</script>{{ end }}
{{ define "main" }}<article><ul>{{ range .GetTerms "topics" }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<h1>{{ .Title }}</h1><p>{{ .Params.lead }}</p><p>By {{ range .GetTerms "authors" }}<a href="{{ .RelPermalink }}">
{{ .Title }}</a>{{ end }} <time>{{ .Date.Format "2 January 2006" }}</time></p>{{ .Content }}
<footer>Credit: {{ .Params.credit }}</footer></article>
<h2>More on this</h2>{{ with .Prev }}{{ template "piece" . }}{{ with .Prev }}{{ template "piece" . }}
{{ with .Prev }}{{ template "piece" . }}{{ end }}{{ end }}{{ end }}
<h2>On this day</h2><ul>{{ $rest := .Date.Format "-01-02" }}{{ $days := .Site.Taxonomies.days }}
{{ range seq (sub .Date.Year 1) -1 (sub .Date.Year 3) }}{{ with index $days (printf "%d%s" . $rest) }}
{{ with index .Pages 0 }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}{{ end }}{{ end }}</ul>
{{ end }}"""
_LAYOUTS = {
    "_default/baseof.html": _HEAD,
    "_default/single.html": _SINGLE + _PIECE,
    "index.html": '{{ define "main" }}{{ $pages := .Paginate .Site.RegularPages }}'
    + _LIST + "{{ end }}" + _PIECE,
    "_default/term.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pages := .Paginate .Pages }}'
    + _LIST + "{{ end }}" + _PIECE,
    "_default/taxonomy.html": """{{ define "main" }}<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>
{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>{{ end }}""",
    "_default/list.rss.xml": """{{ printf `<?xml version="1.0" encoding="utf-8"?>` | safeHTML }}
<rss version="2.0"><channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
""" + _SOME + """
{{ range first 50 $some }}<item><title>{{ .Title }}</title><link>{{ .Permalink }}</link>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate><author>{{ .Params.author }}</author>
<description>{{ .Params.lead | html }}</description>
<content>{{ .Content | html }}</content></item>{{ end }}</channel></rss>""",
    "_default/list.atom.xml": """{{ printf `<?xml version="1.0" encoding="utf-8"?>` | safeHTML }}
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ .Title }}</title><id>{{ .Permalink }}</id>
""" + _SOME + """
{{ range first 50 $some }}<entry><title>{{ .Title }}</title><id>{{ .Permalink }}</id><link href="{{ .Permalink }}"/>
<updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated><author><name>{{ .Params.author }}</name></author>
<summary type="html">{{ .Params.lead | html }}</summary><content type="html">{{ .Content | html }}</content></entry>
{{ end }}</feed>""",
    "_default/list.feed.json": _SOME + """
{"version": "https://jsonfeed.org/version/1.1", "title": {{ .Title | jsonify }}, "items": [
{{ range $at, $one := first 50 $some }}{{ if $at }},{{ end }}{{ dict "id" $one.Permalink "url" $one.Permalink
"title" $one.Title "summary" $one.Params.lead "content_html" $one.Content
"date_published" ($one.Date.Format "2006-01-02T15:04:05Z07:00")
"authors" (slice (dict "name" $one.Params.author)) | jsonify }}{{ end }}]}""",
}  # fmt: skip


def lay(folder: Path, articles: int) -> None:
    """Write the site's sources."""
    (folder / "content").mkdir(parents=True)
    (folder / "hugo.toml").write_text(_CONFIG.format(each=_EACH))
    for name, layout in _LAYOUTS.items():
        place = folder / "layouts" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(layout)
    for name in ("authors", "days"):
        (folder / "content" / name).mkdir()
        (folder / "content" / name / "_index.md").write_text(json.dumps(_WITHOUT_FEEDS) + "\n")
    tongue = Tongue("en")
    for number in range(articles):
        (folder / "content" / f"{number}.html").write_text(_source(tongue, number, articles))


def build(folder: Path, *, to: Path) -> tuple[float, float]:
    """Build into a folder that is not there yet; return the seconds, and those of all cores."""
    words = ["hugo", "--config", "hugo.toml", "--source", str(folder), "--destination", str(to)]
    begun, before = time.perf_counter(), _of_cores()
    subprocess.run([*words, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun, _of_cores() - before


def _of_cores() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _source(tongue: Tongue, number: int, of: int) -> str:
    day = published(number, of).isoformat(timespec="seconds")
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
