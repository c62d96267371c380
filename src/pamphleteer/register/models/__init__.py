"""The shared rows, one noun a file."""

from pamphleteer.register.models.counting import Beat, Count
from pamphleteer.register.models.factor import Authenticator, Passkey, RecoveryCode
from pamphleteer.register.models.journal import Entry, Place
from pamphleteer.register.models.licence import Licence
from pamphleteer.register.models.login import Login
from pamphleteer.register.models.outlet import Outlet
from pamphleteer.register.models.partner import Partner, PartnerAddress, PartnerQuerySet
from pamphleteer.register.models.person import Person, Role
from pamphleteer.register.models.topic import (
    Topic,
    TopicAddress,
    TopicMerge,
    TopicQuerySet,
)

__all__ = [
    "Authenticator", "Beat", "Count", "Entry", "Licence", "Login", "Outlet", "Partner", "PartnerAddress",
    "PartnerQuerySet", "Passkey", "Person", "Place", "RecoveryCode", "Role", "Topic", "TopicAddress",
    "TopicMerge", "TopicQuerySet",
]  # fmt: skip
