"""What validators of feeds ask for, as far as a feed of ours could break it."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_URI = re.compile(r"(https?://|urn:uuid:)[!-~]+")
_UNSAFE = {"script", "style", "iframe", "object", "embed", "form", "input", "meta", "link"}


def faults(content: bytes) -> list[str]:
    """Return what is wrong with a feed, whatever its format."""
    if content.startswith(b"{"):
        return _of_json(json.loads(content))
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    found = _of_rss(root) if root.tag == "rss" else _of_atom(root)
    links = [*root.iter(f"{ATOM}link")]
    found += [f"no address: {one.get('href')}" for one in links if not _is_uri(one.get("href"))]
    if not any(one.get("rel") == "self" for one in links):
        found.append("it does not know itself")
    return found


def _is_uri(text: str | None) -> bool:
    return bool(text and _URI.fullmatch(text) and not re.search(r'["<>\\^`{|} ]', text))


def _texts(parent: etree._Element, name: str) -> list[str]:
    return [(one.text or "").strip() for one in parent.findall(name)]


def _of_rss(root: etree._Element) -> list[str]:
    (channel,) = root
    found = [
        name for name in ("title", "link", "description", "language") if not _texts(channel, name)
    ]
    items = channel.findall("item")
    guids = [guid for item in items for guid in _texts(item, "guid")]
    if not len(set(guids)) == len(guids) == len(items) or not all(map(_is_uri, guids)):
        found.append("guids")
    for item in items:
        names = [one.tag for one in item]
        once = ("title", "link", "guid", "description", CONTENT, "pubDate", "enclosure", "source")
        found += [f"{name} twice" for name in once if names.count(name) > 1]
        found += [f"no {name}" for name in ("title", "link") if not all(_texts(item, name) or [""])]
        found += [f"date {one}" for one in _texts(item, "pubDate") if not _822.fullmatch(one)]
        found += [f"link {one}" for one in _texts(item, "link") if not _is_uri(one)]
        for one in item.findall("enclosure"):
            fine = (one.get("length") or "").isdecimal() and "/" in (one.get("type") or "")
            found += [] if fine and _is_uri(one.get("url")) else ["enclosure"]
        for words in _texts(item, "description") + _texts(item, CONTENT):
            found += _of_html(words)
    return found


def _of_atom(root: etree._Element) -> list[str]:
    entries = root.findall(f"{ATOM}entry")
    ids = [one for entry in entries for one in _texts(entry, f"{ATOM}id")]
    found = [] if len(set(ids)) == len(ids) == len(entries) else ["ids"]
    for one in (root, *entries, *root.iter(f"{ATOM}source")):
        (id_,), (updated,) = _texts(one, f"{ATOM}id"), _texts(one, f"{ATOM}updated")
        found += [] if _is_uri(id_) else [f"id {id_}"]
        found += [] if _3339.fullmatch(updated) else [f"updated {updated}"]
        found += [] if all(_texts(one, f"{ATOM}title")) else ["no title"]
        found += [title.text or "" for title in one.findall(f"{ATOM}title") if _is_doubtful(title)]
    if not _texts(root, f"{ATOM}author/{ATOM}name")[0]:
        found.append("no author")
    for entry in entries:
        alternate = [one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
        found += [] if len(alternate) == 1 else ["alternate"]
        said = _texts(entry, f"{ATOM}summary") + _texts(entry, f"{ATOM}content")
        found += [] if said and all(said) else ["blank"]
        for words in _texts(entry, f"{ATOM}summary") + _texts(entry, f"{ATOM}content"):
            found += _of_html(words)
    return found


def _is_doubtful(title: etree._Element) -> bool:
    """Tell whether readers may take a title for what it is not, be it plain text or HTML."""
    words = title.text or ""
    if title.get("type") == "html":
        return lxml.html.fragment_fromstring(words, create_parent=True).text_content() == words
    return bool(re.search(r"</?[a-z]|&#?\w+;", words, re.IGNORECASE))


def _of_json(feed: dict[str, Any]) -> list[str]:
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [name for name in ("title", "home_page_url", "feed_url") if not feed.get(name)]
    ids = [item["id"] for item in feed["items"]]
    found += (
        [] if len(set(ids)) == len(ids) and all(isinstance(one, str) for one in ids) else ["ids"]
    )
    for item in feed["items"]:
        found += [] if item.get("content_html") or item.get("content_text") else ["no content"]
        found += [] if _3339.fullmatch(item["date_modified"]) else ["date"]
        named = [item["url"], item.get("image", item["url"]), item.get("external_url", item["url"])]
        found += [f"address {one}" for one in named if not _is_uri(one)]
        found += _of_html(item.get("content_html", ""))
    return found


def _of_html(words: str) -> list[str]:
    if not words:
        return []
    whole = lxml.html.fragment_fromstring(words, create_parent=True)
    found = []
    for one in whole.iter(etree.Element):
        found += [f"<{one.tag}>"] if one.tag in _UNSAFE else []
        found += [f"{name}" for name in one.attrib if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            if name in one.attrib and not urlsplit(one.attrib[name]).netloc:
                found.append(f"relative {one.attrib[name]}")
    return found
