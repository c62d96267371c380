"""Logins: the browsers in which somebody is logged in."""

from django.db import models


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
