"""Addresses without what only counts visitors, and whose word on an address is to be believed."""

import re
from functools import lru_cache
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from pamphleteer.ground.http import AddressError, checked

# Each from its maker's own words on campaigns: Matomo and Piwik (mtm_, pk_, piwik_), AT Internet
# (at_), comScore (ns_), HubSpot (hsa_), Olytics (oly_), Vero (vero_), Google Analytics (utm_).
_BEGINNINGS = ("utm_", "mtm_", "pk_", "piwik_", "at_custom", "hsa_", "oly_", "vero_")
_NAMES = {
    # Google: Ads, Campaign Manager, Analytics
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "_ga", "_gl", "gad_source", "gad_campaignid",
    # Meta
    "fbclid", "igshid", "igsh", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref",
    # Microsoft, X, TikTok, LinkedIn, Yandex, Snapchat, Reddit, Pinterest
    "msclkid", "twclid", "ref_src", "ref_url", "ttclid", "li_fat_id", "yclid", "ysclid",
    "_openstat", "scclid", "rdt_cid", "epik",
    # senders of letters: Mailchimp, HubSpot, Marketo, Klaviyo, Drip, Vero, ActiveCampaign
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
    "mkt_tok", "_kx", "__s", "vgo_ee",
    # counters: AT Internet, comScore, Webtrekk, Adobe, Branch, Wicked Reports, Yahoo
    "at_medium", "at_campaign", "at_format", "at_link_id", "at_link_type", "at_link_origin",
    "at_ptr_name", "at_bbc_team", "xtor", "ns_source", "ns_mchannel", "ns_campaign", "ns_linkname",
    "ns_fee", "wt_mc", "wt.mc_id", "wt_zmc", "s_cid", "_branch_match_id", "_branch_referrer",
    "wickedid", "guccounter", "guce_referrer", "guce_referrer_sig", "spm",
}  # fmt: skip
# Where an address behind the number sign is another page, and not another place on it.
_PAGES = ("!", "/")
# Most are in their usual form already, and have nothing that could be left out.
_PLAIN = re.compile(r"https?://[a-z0-9.-]{0,100}[a-z0-9]/[\w./~-]{0,500}", re.ASCII)
_OTHER_FACES = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Return an address in its usual form without tracking, or nothing if it is no address."""
    if _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(checked(url))
    except AddressError:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part and not _counts(part))
    fragment = parts.fragment if parts.fragment.startswith(_PAGES) else ""
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, fragment))


def site_of(url: str) -> str:
    """Return the server that an address names, without its port, or nothing."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two servers are of one site: the same, or one is part of the other."""
    one, other = _OTHER_FACES.sub("", one), _OTHER_FACES.sub("", other)
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer == shorter or ("." in shorter and longer.endswith(f".{shorter}"))


def _counts(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    return name in _NAMES or name.startswith(_BEGINNINGS)
