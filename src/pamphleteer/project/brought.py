"""The one list of what the rooms bring to each other's places."""

# The highest floor first.
ROOMS = [
    f"pamphleteer.{room}"
    for room in ("rescue", "mirrors", "post", "press", "desk", "collect", "register")
]

# Kinds of pages: each is a function that yields the pages of one kind.
PRESS_KINDS = [
    "pamphleteer.press.pages.front.pages",
    "pamphleteer.press.pages.topic.pages",
    "pamphleteer.press.pages.article.pages",
    "pamphleteer.press.pages.feed.pages",
    "pamphleteer.press.pages.missing.pages",
    "pamphleteer.press.pages.style.pages",
]
