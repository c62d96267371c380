"""Where hubs call, below `websub/`."""

from django.urls import path

from pamphleteer.collect.web.websub import callback

app_name = "collect"

urlpatterns = [path("<str:door>", callback, name="websub")]
