import pytest

LEADS = {
    "The Ferry Stays": "The crew voted on Monday, and the village brought the soup it had promised.",
    "Who Owns The Well?": "Two families say that they dug it. A third has the key, and says nothing.",
    "Rent Strike, Day 100": "The lifts are broken. The samovar in the third stairwell is not, as yet.",
    "The Seed Library": "A bean that cannot be shared is a pebble, the librarian told the visitors.",
}
TEXT = "Skip to content\n\n" + "\n\n".join(f"{head}\n\n{lead}" for head, lead in LEADS.items())


@pytest.fixture
def page() -> bytes:
    """A text page of four undated pieces."""
    return TEXT.encode()


def text_of(*headlines: str) -> bytes:
    """Return a text page of some of the pieces; unknown ones get a lead of their own."""
    leads = {head: f"{head} has a lead of its own, which is a sentence." for head in headlines}
    return "\n\n".join(f"{head}\n\n{(leads | LEADS)[head]}" for head in headlines).encode()


def html_of(*pieces: tuple[str, str]) -> bytes:
    """Return an HTML page of headlines and `datetime`s, each with a link of its own."""
    return "".join(
        f"<article><h2><a href='https://old.example/{head.lower().replace(' ', '-')}'>{head}</a></h2>"
        f"<time datetime='{date}'></time><p>{head} has a lead of its own.</p></article>"
        for head, date in pieces
    ).encode()
