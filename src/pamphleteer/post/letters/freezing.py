"""What a letter says of an article, frozen: whatever becomes of it later."""

from typing import Any

from pamphleteer.desk.models import Article
from pamphleteer.post.letters import house
from pamphleteer.post.letters.house import words


def frozen(article: Article) -> dict[str, Any]:
    """Return the fields of a piece, with the words that its article has now."""
    partner = article.partner.credit_line if article.partner else ""
    return {
        **house.frozen(article),
        "authors": words(article.authors),
        "credit": words(partner or article.credit)[:300],
        "topics": [topic.pk for topic in article.topics.all()],
    }
