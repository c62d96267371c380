"""Where the pages of the post are, below `digest/`."""

from django.urls import path

from pamphleteer.post.web import own
from pamphleteer.post.web.links import confirm, leave
from pamphleteer.post.web.signup import signup
from pamphleteer.post.web.webhooks import webhook

app_name = "post"

urlpatterns = [
    path("", signup, name="signup"),
    path("confirm/<str:token>", confirm, name="confirm"),
    path("leave/<str:token>", leave, name="leave"),
    path("choose/<str:token>", own.choose, name="choose"),
    path("choose/<str:token>/pause", own.pause, name="pause"),
    path("choose/<str:token>/address", own.address, name="address"),
    path("choose/<str:token>/known", own.known, name="known"),
    path("choose/<str:token>/forget", own.forget, name="forget"),
    path("move/<str:token>", own.move, name="move"),
    path("back/<str:token>", own.back, name="back"),
    path("webhooks/<str:name>", webhook, name="webhook"),
]
