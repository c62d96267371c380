"""Logins: the browsers in which somebody is logged in."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop as noop

_ANY = noop("A browser")
_SYSTEMS = {
    "an iPhone": lazy("an iPhone"),
    "an iPad": lazy("an iPad"),
    "a Mac": lazy("a Mac"),
}


class Login(models.Model):
    """One browser in which a person is logged in; without its row, it is not any more."""

    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="logins")
    browser = models.CharField(max_length=80)
    began = models.DateTimeField()
    seen = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-seen", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} in {self.browser}"

    @property
    def told_browser(self) -> str:
        """What the browser is called, in the language that is spoken."""
        browser, on, system = self.browser.partition(" on ")
        name = _(browser) if browser == _ANY else browser
        if not on:
            return name
        known = _SYSTEMS.get(system)
        return _("{browser} on {system}").format(browser=name, system=known or system)
