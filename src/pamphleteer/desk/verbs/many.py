"""Do one deed to many articles: each by itself, and what is refused is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article

Deed = Callable[[Article], object]


@dataclass
class Done:
    """The articles to which it was done, and the words with which it was refused of others."""

    articles: list[Article] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def each(articles: Iterable[Article], deed: Deed) -> Done:
    """Do a deed to each article by itself; those refused hold up no others."""
    done = Done()
    for article in articles:
        try:
            deed(article)
        except DeskError as error:
            done.refused.append(str(error))
        else:
            done.articles.append(article)
    return done
