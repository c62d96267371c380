"""Articles, authors, fixed pages, where they stood, pictures, recordings, notes, rules, podcasts, skips."""

from pamphleteer.desk.models.address import Address
from pamphleteer.desk.models.article import Article, ArticleQuerySet
from pamphleteer.desk.models.author import Author, Byline
from pamphleteer.desk.models.correction import Correction
from pamphleteer.desk.models.fixed_page import FixedPage, FixedPageAddress
from pamphleteer.desk.models.learned import Learned
from pamphleteer.desk.models.look import Look
from pamphleteer.desk.models.note import Note
from pamphleteer.desk.models.picture import Picture
from pamphleteer.desk.models.recording import Recording
from pamphleteer.desk.models.rule import Rule
from pamphleteer.desk.models.show import Show
from pamphleteer.desk.models.skip import Skip
from pamphleteer.desk.models.topic_picture import TopicPicture
from pamphleteer.desk.models.translation import Translation, TranslationSet
from pamphleteer.desk.models.words import ArticleWords, ItemWords

__all__ = [
    "Address",
    "Article",
    "ArticleQuerySet",
    "ArticleWords",
    "Author",
    "Byline",
    "Correction",
    "FixedPage",
    "FixedPageAddress",
    "ItemWords",
    "Learned",
    "Look",
    "Note",
    "Picture",
    "Recording",
    "Rule",
    "Show",
    "Skip",
    "TopicPicture",
    "Translation",
    "TranslationSet",
]
