"""The readers at the desk: how many there are, one of them by a whole address, and what is kept of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post.addresses import LONGEST
from pamphleteer.post.errors import AddressError
from pamphleteer.post.models import Consent, Digest, Reader
from pamphleteer.post.verbs import growth, history
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.web.desk.pages import needs, page
from pamphleteer.post.web.desk.plots import plot
from pamphleteer.post.web.desk.returned import GIVEN_UP, became, kept_off_words
from pamphleteer.post.web.desk.wishing import CONSENTS, told
from pamphleteer.register.models import Topic

VIEW, SHOW, FORGET = "post.view_reader", "post.show_reader", "post.delete_reader"


class Search(forms.Form):
    """A whole address: parts of one can't be sought, since addresses are sealed."""

    address = forms.CharField(
        label=lazy("Whole mail address"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false", "inputmode": "email"}
        ),
    )


@sensitive_post_parameters("address")
@needs(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Show how many readers there are; by POST, so that it stands in no address, find one."""
    form = Search(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _found(form)
        if found:
            return redirect("desk_reader", found.pk)
    counts = growth.counts()
    return page(
        request,
        "readers",
        _("Readers"),
        icon="group",
        form=form,
        counts=counts,
        whole=plot(counts.list, counts.days),
        digests=[
            plot(counts.digests[one.pk], counts.days) for one in Digest.objects.order_by("name")
        ],
        topics=[plot(one, counts.days) for one in counts.topics],
    )


def _found(form: Search) -> Reader | None:
    try:
        found = find(form.cleaned_data["address"])
    except AddressError:
        form.add_error("address", _("This is no whole mail address, such as name@example.org."))
    except KeyMissing as error:
        form.add_error(None, str(error))
    else:
        if found is None:
            form.add_error("address", _("Nobody with this address is known here."))
        return found
    return None


@needs(VIEW)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show what is kept of one reader, the address masked."""
    return _reader(request, get_object_or_404(Reader, pk=key))


@require_POST
@needs(SHOW)
def whole(request: HttpRequest, key: int) -> HttpResponse:
    """Show the same with the whole address, which the record keeps."""
    reader, person = get_object_or_404(Reader, pk=key), request.user
    by: Any = person
    try:
        address = history.whole_address(reader, by=by)
    except (KeyMissing, SealError) as error:
        messages.error(request, str(error))
        return redirect("desk_reader", key)
    return _reader(request, reader, address=address)


def _reader(request: HttpRequest, reader: Reader, *, address: str = "") -> HttpResponse:
    try:
        found = history.of(reader)
    except (KeyMissing, SealError) as error:
        messages.error(request, str(error))
        return redirect("desk_readers")
    names = {one.pk: one.full_name for one in Topic.objects.with_parents()}
    return page(
        request,
        "reader",
        _("A reader"),
        icon="group",
        reader=reader,
        history=found,
        address=address,
        state=_state(found),
        kept_off=kept_off_words(found.kept_off) if found.kept_off else "",
        choices=[(one.digest, told(one, names)) for one in found.choices],
        consents=[(one, CONSENTS[Consent.Kind(one.kind)]) for one in found.consents],
        mails=[(one, *became(one)) for one in found.mails],
        confirmations=[(one, *became(one)) for one in found.confirmations],
        may_show=request.user.has_perm(SHOW) and not address,
        may_forget=request.user.has_perm(FORGET),
        last=history.LAST,
    )


@needs(FORGET)
def forgetting(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether a reader is to be forgotten; by POST, forget them."""
    reader, person = Reader.objects.filter(pk=key).first(), request.user
    by: Any = person
    if reader is None:
        messages.info(request, _("This reader is forgotten already."))
        return redirect("desk_readers")
    try:
        known = history.of(reader).masked
        if request.method == "POST":
            forget(reader.address, by=by)
            messages.success(request, _("Forgotten. No list brings the address back."))
            return redirect("desk_readers")
    except (KeyMissing, SealError, AddressError) as error:
        messages.error(request, str(error))
        return redirect("desk_readers")
    return page(request, "forget", _("Forget a reader"), icon="group", reader=reader, masked=known)


def _state(found: history.History) -> Any:
    """Return how a reader stands, in words; who was given up has not left by themselves."""
    if found.kept_off and found.kept_off.reason in GIVEN_UP:
        return _("off the list")
    return _STATES[Reader.State(found.reader.state)]


_STATES = {
    Reader.State.ASKED: lazy("asked for mail, and has not confirmed it"),
    Reader.State.CONFIRMED: lazy("on the list"),
    Reader.State.LEFT: lazy("has left"),
}
