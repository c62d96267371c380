"""Second factors: what somebody shows besides the password."""

from django.db import models


class Authenticator(models.Model):
    """An app that makes codes (RFC 6238); its secret is sealed with the outlet's key."""

    person = models.OneToOneField(
        "register.Person", on_delete=models.CASCADE, related_name="authenticator"
    )
    sealed = models.TextField()
    made = models.DateTimeField()
    step = models.BigIntegerField(
        default=0, help_text="The half minute of the last code: none is taken twice."
    )

    def __str__(self) -> str:
        return f"authenticator app of {self.person}"


class Passkey(models.Model):
    """A key that never leaves a device (WebAuthn); what is kept here opens nothing."""

    person = models.ForeignKey("register.Person", on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    identity = models.CharField(max_length=1400, unique=True)
    public = models.BinaryField()
    signs = models.BigIntegerField(default=0, help_text="How often it has signed, if it counts.")
    made = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code for the day on which the device is lost: kept as a keyed hash, taken once."""

    person = models.ForeignKey(
        "register.Person", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    hashed = models.CharField(max_length=64)
    used = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "hashed"], name="one_recovery_code")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.person}"
