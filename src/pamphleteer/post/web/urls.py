"""Where the pages of the post are, below `digest/`."""

from django.urls import path

from pamphleteer.post.web.links import confirm, leave
from pamphleteer.post.web.signup import signup

app_name = "post"

urlpatterns = [
    path("", signup, name="signup"),
    path("confirm/<str:token>", confirm, name="confirm"),
    path("leave/<str:token>", leave, name="leave"),
]
