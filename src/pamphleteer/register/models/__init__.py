"""The shared rows, one noun a file."""

from pamphleteer.register.models.journal import Entry, Place
from pamphleteer.register.models.licence import Licence
from pamphleteer.register.models.outlet import Outlet
from pamphleteer.register.models.partner import Partner
from pamphleteer.register.models.person import Person, Role
from pamphleteer.register.models.topic import Topic

__all__ = ["Entry", "Licence", "Outlet", "Partner", "Person", "Place", "Role", "Topic"]
