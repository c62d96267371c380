"""Where partners stand, and stood before."""

from pamphleteer.register.models import Partner, PartnerAddress


def address_of(key: int | None) -> str:
    """Return the short name that a partner has now, held until the transaction ends; none of a new one."""
    if key is None:
        return ""
    rows = Partner.objects.select_for_update(no_key=True).filter(pk=key)
    return rows.values_list("slug", flat=True).first() or ""


def settle(partner: Partner, *, stood: str) -> None:
    """Keep the address at which a changed partner stood before."""
    if stood and stood != partner.slug:
        PartnerAddress.objects.get_or_create(slug=stood, defaults={"partner": partner})
    PartnerAddress.objects.filter(slug=partner.slug).delete()
