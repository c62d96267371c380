"""The one list of what the rooms bring to each other's places."""

# The highest floor first.
ROOMS = [
    f"pamphleteer.{room}"
    for room in ("rescue", "mirrors", "post", "press", "desk", "collect", "register")
]

# Kinds of files of the site. They are written in this order: what others link to comes first, and
# feeds come last, so that nobody is called to a page that is not there yet.
PRESS_KINDS = [
    "pamphleteer.press.pages.style.kind",
    "pamphleteer.press.pages.picture.kind",
    "pamphleteer.press.pages.podcast.cover",
    "pamphleteer.press.pages.recording.kind",
    "pamphleteer.press.pages.fixed.kind",
    "pamphleteer.press.pages.transcript.kind",
    "pamphleteer.press.pages.article.kind",
    "pamphleteer.press.pages.front.kind",
    "pamphleteer.press.pages.topic.numbered",
    "pamphleteer.press.pages.topic.newest",
    "pamphleteer.press.pages.topic.index",
    "pamphleteer.press.pages.partner.numbered",
    "pamphleteer.press.pages.partner.newest",
    "pamphleteer.press.pages.partner.index",
    "pamphleteer.press.pages.author.numbered",
    "pamphleteer.press.pages.author.newest",
    "pamphleteer.press.pages.author.index",
    "pamphleteer.press.pages.day.numbered",
    "pamphleteer.press.pages.day.newest",
    "pamphleteer.press.pages.day.index",
    "pamphleteer.press.pages.archive.numbered",
    "pamphleteer.press.pages.archive.newest",
    "pamphleteer.post.pages.edition.kind",
    "pamphleteer.post.pages.digest.numbered",
    "pamphleteer.post.pages.digest.newest",
    "pamphleteer.post.pages.digest.index",
    "pamphleteer.press.pages.missing.kind",
    "pamphleteer.press.pages.feeds.kind",
    "pamphleteer.press.pages.opml.kind",
    "pamphleteer.press.pages.mark.kind",
    "pamphleteer.press.pages.sitemap.robots",
    "pamphleteer.press.pages.sitemap.kind",
    "pamphleteer.press.pages.feed.archived",
    "pamphleteer.press.pages.feed.kind",
    "pamphleteer.press.pages.podcast.kind",
]

# Rooms that bring templates of public pages and of letters.
PRESS_TEMPLATES = ["press", "post"]

# Sections of the desk's home page, in this order; what is wrong comes before the others.
DESK_HOME = [
    "pamphleteer.press.desk.stopped",
    "pamphleteer.press.desk.flawed",
    "pamphleteer.post.desk.flawed",
    "pamphleteer.post.desk.held",
    "pamphleteer.post.desk.unsigned",
    "pamphleteer.post.desk.relays",
    "pamphleteer.post.desk.doubted",
    "pamphleteer.post.desk.in_doubt",
    "pamphleteer.post.desk.unfetched",
    "pamphleteer.post.desk.lacking",
    "pamphleteer.post.desk.waits",
    "pamphleteer.desk.web.home.sources",
    "pamphleteer.desk.web.home.handed_in",
    "pamphleteer.desk.web.home.own",
    "pamphleteer.desk.web.home.wire",
    "pamphleteer.post.desk.going_out",
    "pamphleteer.desk.web.home.scheduled",
]

# The ways in which readers meet what the desk has rows of, for its previews.
DESK_PREVIEWS = {
    "article": [
        "pamphleteer.press.desk.page",
        "pamphleteer.press.desk.entry",
        "pamphleteer.post.desk.letter",
    ],
    "fixedpage": ["pamphleteer.press.desk.fixed_page"],
    "look": [
        "pamphleteer.press.desk.look_light",
        "pamphleteer.press.desk.look_dark",
        "pamphleteer.post.desk.look_light",
        "pamphleteer.post.desk.look_dark",
    ],
}

# Rows that rooms hang up at the desk, and pages that they bring there, with their templates.
DESK_ROWS = ["pamphleteer.post.desk.Digests"]
DESK_PAGES = ["pamphleteer.post.desk.pages"]
DESK_TEMPLATES = ["post"]

# What the record says of the deeds of rooms above the desk.
DESK_RECORD = ["pamphleteer.post.desk.recorded"]

# Figures for whoever watches: those that only grow or cost nothing, and those that are counted row by row.
METRICS_COUNTERS = ["pamphleteer.register.figures.counters", "pamphleteer.post.figures.counters"]
METRICS_GAUGES = [
    "pamphleteer.collect.figures.gauges",
    "pamphleteer.press.figures.gauges",
    "pamphleteer.post.figures.gauges",
]

# What `pamphleteer doctor` looks at: first what the others need.
CHECKS = [
    "pamphleteer.project.health.database",
    "pamphleteer.project.health.folders",
    "pamphleteer.project.health.secrets",
    "pamphleteer.project.health.time",
    "pamphleteer.project.health.user",
    "pamphleteer.post.health.house.readers",
    "pamphleteer.post.health.house.mail",
    "pamphleteer.post.health.house.signing",
    "pamphleteer.post.health.house.relays",
]

# What it looks at with `--mail`, and the records that have to be there; with `--relays` the relays too.
MAIL_CHECKS = [
    "pamphleteer.post.health.spf.check",
    "pamphleteer.post.health.signing.check",
    "pamphleteer.post.health.dmarc.check",
    "pamphleteer.post.health.transport.check",
    "pamphleteer.post.health.servers.taking",
    "pamphleteer.post.health.servers.sending",
    "pamphleteer.post.health.leaving.check",
]
MAIL_RECORDS = [
    "pamphleteer.post.health.spf.records",
    "pamphleteer.post.health.signing.records",
    "pamphleteer.post.health.dmarc.records",
    "pamphleteer.post.health.transport.records",
]
RELAY_CHECKS = ["pamphleteer.post.health.reaching.check"]
