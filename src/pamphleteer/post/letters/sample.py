"""Letters of nothing that happened: for a look at templates before a reader has the letter."""

from pamphleteer.post.letters import rendering
from pamphleteer.post.letters.contents import Contents, House, Image, Item, Link
from pamphleteer.post.letters.mime import Bodies

# The letters about a reader's own asking: which address each can't do without, and what else it is given.
NOTICES = {
    "confirmation": ("confirm", {}),
    "move": ("link", {}),
    "moved": ("link", {"address": "a***@example.org"}),
}


def notice(name: str, house: House) -> Bodies:
    """Return a letter about a reader's asking."""
    link, told = NOTICES[name]
    return rendering.notice(name, name, house, links={link: f"{house.signup_url}{name}"}, **told)


def full(house: House) -> Bodies:
    """Return a digest's letter with something of everything."""
    return rendering.digest(_contents(house, full=True), house)


def bare(house: House) -> Bodies:
    """Return a digest's letter with no more than it has to have."""
    return rendering.digest(_contents(house, full=False), house)


def _contents(house: House, *, full: bool) -> Contents:
    first = Item("Headline", f"{house.site_url}articles/1.html")
    if not full:
        return Contents(
            house.language,
            "Daily",
            "23",
            "Subject",
            (first,),
            archive_url=house.site_url,
            choices=True,
        )
    picture = Image(f"{house.site_url}pictures/1.jpg", "A bridge", 800, 533, "Credit")
    told = Item(
        "Headline",
        f"{house.site_url}articles/2.html",
        lead="Lead",
        byline="By somebody",
        topics=(Link("Topic", f"{house.site_url}topics/1/index.html"),),
        picture=picture,
        section="Topic",
    )
    other = Item(
        "عنوان", f"{house.site_url}articles/3.html", lead="نص", language="ar", picture=picture
    )
    return Contents(
        house.language,
        "Daily",
        "23",
        "Subject",
        (first, told, other),
        more=3,
        note="Note\n\nNote",
        web_url=house.site_url,
        archive_url=house.site_url,
        choices=True,
    )
