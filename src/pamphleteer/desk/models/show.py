"""Shows: topics whose recordings are a podcast."""

import uuid
from urllib.parse import quote, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as lazy

# What directories know (podcasters.apple.com, "Apple Podcasts categories"): names of theirs, in English.
CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": (
        "Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts",
    ),
    "Business": (
        "Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit",
    ),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        "Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality",
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies",
        "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics",
        "Sports News", "Tech News",
    ),
    "Religion & Spirituality": (
        "Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality",
    ),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics",
        "Natural Sciences", "Nature", "Physics", "Social Sciences",
    ),
    "Society & Culture": (
        "Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships",
    ),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey",
        "Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
CHOICES = [
    (" / ".join(path), " › ".join(path))
    for name, below in CATEGORIES.items()
    for path in [(name,), *((name, one) for one in below)]
]
# Of all podcasts in the world (podcasting2.org, "guid").
_PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class Show(models.Model):
    """What directories of podcasts are told of a topic that is a show."""

    topic = models.OneToOneField("register.Topic", on_delete=models.CASCADE, related_name="show")
    author = models.CharField(max_length=200, blank=True, help_text="The outlet, if it is empty.")
    email = models.EmailField(help_text="Stands in the feed: directories write to it.")
    category = models.CharField(
        max_length=80,
        default="News",
        help_text="As in CATEGORIES, the narrower one behind a slash.",
    )
    explicit = models.BooleanField(default=False)
    language = models.CharField(
        max_length=20, blank=True, help_text="The outlet's, if it is empty."
    )
    cover = models.ForeignKey(
        "desk.Picture",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Square; the topic's picture, if there is none.",
    )
    guid = models.UUIDField(help_text="What it is known by, whatever its address becomes.")

    class Meta:
        verbose_name = lazy("podcast")
        verbose_name_plural = lazy("podcasts")

    def __str__(self) -> str:
        return str(self.topic)


def guid_of(feed: str) -> uuid.UUID:
    """Return what a podcast is known by that begins at an address (podcasting2.org, "guid")."""
    parts = urlsplit(feed)
    return uuid.uuid5(_PODCASTS, f"{parts.netloc}{quote(parts.path, safe='/%')}".rstrip("/"))
