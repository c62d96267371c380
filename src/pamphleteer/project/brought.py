"""The one list of what the rooms bring to each other's places."""

# The highest floor first.
ROOMS = [
    f"pamphleteer.{room}"
    for room in ("rescue", "mirrors", "post", "press", "desk", "collect", "register")
]

# Kinds of pages: each is a function that yields the pages of one kind. They are written in this
# order: what others link to comes first, and feeds come last, so that nobody is called to a page
# that is not there yet.
PRESS_KINDS = [
    "pamphleteer.press.pages.style.pages",
    "pamphleteer.press.pages.picture.pages",
    "pamphleteer.press.pages.recording.pages",
    "pamphleteer.press.pages.article.pages",
    "pamphleteer.press.pages.gone.pages",
    "pamphleteer.press.pages.topic.pages",
    "pamphleteer.press.pages.archive.pages",
    "pamphleteer.press.pages.front.pages",
    "pamphleteer.press.pages.missing.pages",
    "pamphleteer.press.pages.feed.pages",
]

# Rooms that bring templates of public pages and of letters.
PRESS_TEMPLATES = ["press", "post"]

# Sections of the desk's home page, in this order; what is wrong comes before the others.
DESK_HOME = [
    "pamphleteer.press.desk.stopped",
    "pamphleteer.post.desk.relays",
    "pamphleteer.desk.web.home.sources",
    "pamphleteer.desk.web.home.handed_in",
    "pamphleteer.desk.web.home.own",
    "pamphleteer.desk.web.home.wire",
    "pamphleteer.post.desk.going_out",
    "pamphleteer.desk.web.home.scheduled",
]

# The ways in which readers meet an article, for the desk's previews.
DESK_PREVIEWS = [
    "pamphleteer.press.desk.page",
    "pamphleteer.press.desk.entry",
    "pamphleteer.post.desk.letter",
]
