"""The rights to articles as Wagtail asks for them, and the guard before each address of one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail.admin.views.editing_sessions import ping

from pamphleteer.desk.kit import Kept
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rights

# What each address of one article needs: one that is not named here is open to nobody, and says so
# when the desk is begun.
NEEDS = {
    "edit": rights.CHANGE,
    "delete": "delete",
    "history": rights.VIEW,
    "history_results": rights.VIEW,
    "preview_on_edit": rights.CHANGE,
    "revisions_view": rights.VIEW,
    "revisions_revert": rights.CHANGE,
    "revisions_compare": rights.VIEW,
    "revisions_unschedule": "publish",
    "unpublish": "publish",
    "lock": "lock",
    "unlock": "unlock",
}


class ArticleRights(Kept):
    """Editors do as their group may; contributors have their own unpublished work."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether there may be articles with which somebody may do this."""
        if action in {rights.CHANGE, rights.VIEW} and user.has_perm("desk.add_article"):
            return True
        return bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Article) -> bool:
        """Tell whether somebody may do this with one article."""
        return self.user_has_permission(user, action) and (
            instance.pk is None or rights.may(user, action, instance)
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """Return the articles that somebody may read."""
        del actions
        return rights.readable(user)


def guarded(pattern: URLPattern) -> URLPattern:
    """Put a guard before an address if it is one of a single article."""
    if "pk" in pattern.pattern.regex.groupindex:
        pattern.callback = guard(pattern.callback, NEEDS[str(pattern.name)])
    return pattern


def guard(view: Callable[..., HttpResponse], deed: str) -> Callable[..., HttpResponse]:
    """Let only those on who may do this with the article `pk`; others are refused, and recorded."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        article = _article(str(kwargs["pk"]))
        if not ArticleRights(Article).user_has_permission_for_instance(request.user, deed, article):
            person: Any = request.user
            rights.refuse(person, deed, article, address=request.path)
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded_view


def _article(key: str) -> Article:
    key = unquote(key)
    found = Article.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None
    if found is None:
        raise Http404(f"no article {key}")
    return found


def _present(request: HttpRequest, pk: str, session_id: int) -> HttpResponse:
    """Say that somebody has an article open, as the editor does now and then."""
    answer: HttpResponse = ping(request, "desk", "article", pk, session_id)
    return answer


present = guard(_present, rights.CHANGE)
