"""Where the desk's pages are, below `desk/`: Wagtail's, without those that an outlet has no use for."""

from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.admin.views.home import default

from pamphleteer.desk.web.account import Account
from pamphleteer.desk.web.login import LogIn, second
from pamphleteer.desk.web.rights import present

# An outlet's articles are no pages of Wagtail's, its pictures and documents no files of Wagtail's,
# and nobody waits for a moderator; who may do what is told by being an editor or a publisher.
_NOWHERE = (
    "api|choose-page|collections|documents|failwhale|groups|images|pages|reports|snippets|test404|"
    "workflows"
)
# Many at once would go round the rules: nothing is deleted at the desk, and a publisher is left.
_IN_BULK = "bulk/(?!desk/article/(?:publish|topic|withdraw)/)"

nowhere = never_cache(wagtail.display_custom_404(default))

urlpatterns = [
    # Whoever makes a link in a text begins with its address: there is no page to choose.
    path(
        "choose-page/",
        RedirectView.as_view(
            pattern_name="wagtailadmin_choose_page_external_link", query_string=True
        ),
    ),
    re_path(rf"^(?:{_NOWHERE})/", nowhere),
    re_path(rf"^{_IN_BULK}", nowhere),
    # Wagtail's own forgets the cookie of whoever only follows a link there.
    path("logout/", never_cache(require_POST(LogoutView.as_view())), name="wagtailadmin_logout"),
    path("login/", never_cache(LogIn.as_view()), name="wagtailadmin_login"),
    path("login/second/", never_cache(second), name="desk_second"),
    path(
        "editing-sessions/ping/desk/article/<str:pk>/<int:session_id>/",
        never_cache(require_admin_access(present)),
    ),
    path("account/", never_cache(require_admin_access(Account.as_view()))),
    path("", include(wagtail)),
]
