"""Wagtail's room of users, with our own pages for people."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Says which pages are the ones for people."""

    user_viewset = "pamphleteer.desk.web.people.People"
