"""Find rows by the words that a person types."""

from pamphleteer.collect.models import Source
from pamphleteer.desk.errors import NotFound
from pamphleteer.desk.models import Article
from pamphleteer.ground.text import slugify
from pamphleteer.register.models import Topic


def article(words: str) -> Article:
    """Return the article with this number or address; raises `NotFound`."""
    by = {"pk": int(words)} if words.isascii() and words.isdecimal() else {"slug": words}
    found = Article.objects.filter(**by).first()
    if found is None:
        raise NotFound(f"There is no article “{words}”: `articles list` shows their numbers.")
    return found


def topic(name: str) -> Topic:
    """Return the topic of this name or address, making it if there is none."""
    found = Topic.objects.filter(name__iexact=name).first()
    if found:
        return found
    found, _ = Topic.objects.get_or_create(
        slug=slugify(name, otherwise="topic"), defaults={"name": name}
    )
    return found


def source(words: str) -> Source:
    """Return the source with this number or address; raises `NotFound`."""
    by = {"pk": int(words)} if words.isascii() and words.isdecimal() else {"url": words}
    found = Source.objects.filter(**by).first()
    if found is None:
        raise NotFound(f"There is no source “{words}”: `sources list` shows them.")
    return found
