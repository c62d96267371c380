"""The addresses of the house: desk, sign-up, and everything else is a file of the site."""

from django.urls import include, path, re_path

from pamphleteer.collect.web import urls as hubs
from pamphleteer.desk.web import urls as desk
from pamphleteer.post.web import urls as digest
from pamphleteer.press.web.doors import serve
from pamphleteer.press.web.search import search
from pamphleteer.project.web.metrics import metrics
from pamphleteer.project.web.slash import with_slash
from pamphleteer.project.web.static import static

# What is no file of the site's, by the first name of its path.
PROGRAMS = frozenset({"desk", "digest", "metrics", "search", "static", "websub"})

urlpatterns = [
    path("desk/", include(desk)),
    path("digest/", include(digest)),
    path("metrics", metrics),
    path("search/", search, name="search"),
    path("websub/", include(hubs)),
    # Django's own way asks whether the address without a slash is one of ours: here, all are.
    re_path(r"^(?:desk(?:/.*)?|digest|search)$", with_slash),
    path("static/<path:path>", static),
    re_path(r"^(?P<path>.*)$", serve),
]
