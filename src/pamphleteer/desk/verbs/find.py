"""Find rows by the words that a person types."""

from pamphleteer.collect.models import Source
from pamphleteer.desk.errors import NotFound
from pamphleteer.desk.models import Article
from pamphleteer.ground.text import slugify
from pamphleteer.register.models import Topic, TopicAddress


def article(words: str) -> Article:
    """Return the article with this number or address; raises `NotFound`."""
    by = {"pk": int(words)} if words.isascii() and words.isdecimal() else {"slug": words}
    found = Article.objects.filter(**by).first()
    if found is None:
        raise NotFound(f"There is no article “{words}”: `articles list` shows their numbers.")
    return found


def topic(name: str) -> Topic:
    """Return the topic of this name or address, making it if there is none.

    The name of one that was merged means the one into which it was.
    """
    found = _topic(name)
    if found:
        return found
    found, _ = Topic.objects.get_or_create(
        slug=slugify(name, otherwise="topic"), defaults={"name": name}
    )
    return found


def known_topic(name: str) -> Topic:
    """Return the topic of this name or address; raises `NotFound`."""
    found = _topic(name)
    if found is None:
        raise NotFound(f"There is no topic “{name}”: the desk lists them under Topics.")
    return found


def _topic(name: str) -> Topic | None:
    slug = slugify(name, otherwise="topic")
    found = (
        Topic.objects.filter(name__iexact=name).first() or Topic.objects.filter(slug=slug).first()
    )
    if found:
        return found
    stood = TopicAddress.objects.filter(slug=slug).select_related("topic").first()
    return stood.topic if stood else None


def source(words: str) -> Source:
    """Return the source with this number or address; raises `NotFound`."""
    by = {"pk": int(words)} if words.isascii() and words.isdecimal() else {"url": words}
    found = Source.objects.filter(**by).first()
    if found is None:
        raise NotFound(f"There is no source “{words}”: `sources list` shows them.")
    return found
