"""Pieces that share much and are no copies, and copies that show little of it."""

from dataclasses import replace
from random import Random

import pytest

from pamphleteer.collect.models import Shingle, Story, Suggestion, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs import marks
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from tests.collect.syndication.edits import EDITS
from tests.collect.syndication.partners import partners
from tests.collect.syndication.pieces import Article, articles
from tests.collect.syndication.tongues import ENGLISH, SPANISH, TONGUES, Tongue

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.either_database,
    pytest.mark.usefixtures("stopped_clock"),
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def stories() -> list[list[str]]:
    """Return the headlines of each story."""
    told: dict[int, list[str]] = {}
    for item in WireItem.objects.order_by("pk"):
        told.setdefault(item.story_id or 0, []).append(item.headline)
    return sorted(told.values())


def alone(*pieces: Article) -> list[list[str]]:
    return sorted([piece.headline] for piece in pieces)


def named(headline: str, *paragraphs: str) -> Article:
    return Article(headline, ENGLISH, headline, paragraphs)


def excerpts(tongue: Tongue, pieces: list[Article], words: int = 60) -> tuple[str, ...]:
    return tuple(
        f"{piece.headline}: " + tongue.between.join(piece.words)[: words * 7] for piece in pieces
    )


def some(count: int = 8, *, tongue: Tongue = ENGLISH, seed: int = 3) -> list[Article]:
    return articles(tongue, count, seed=seed)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("words", [30, 60, 90])
def test_a_list_of_excerpts_joins_no_two_pieces(*, first: bool, words: int) -> None:
    one, other, lister = partners(ENGLISH, 3)
    pieces = some()
    listing = named("What others wrote", *excerpts(ENGLISH, pieces[:6], words))
    if first:
        lister.brings(listing)
    for n, piece in enumerate(pieces):
        (one, other)[n % 2].brings(piece)
    if first:
        assert len(stories()) >= len(pieces)
    else:
        lister.brings(listing)
        assert stories() == alone(*pieces, listing)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_whole_pieces_in_a_letter_are_not_one_story(*, first: bool) -> None:
    """The first of them may be taken for all of it, but never another one for the first."""
    one, other, lister = partners(ENGLISH, 3)
    pieces = some(24)[::4]
    letter = named("All of the week", *(text for piece in pieces for text in piece.paragraphs))
    if first:
        lister.brings(letter)
    for n, piece in enumerate(pieces):
        (one, other)[n % 2].brings(piece)
    if not first:
        lister.brings(letter)

    assert len(stories()) >= len(pieces)


def test_a_live_blog_that_grows_joins_nothing() -> None:
    one, other, blogger = partners(ENGLISH, 3)
    pieces = some()
    for n, piece in enumerate(pieces):
        (one, other)[n % 2].brings(piece)
        blogger.taken = 0
        blogger.brings(named("Live", *excerpts(ENGLISH, pieces[: n + 1])))

    told = stories()
    assert max(len({h for h in its if h != "Live"}) for its in told) == 1


def columns(count: int) -> list[Article]:
    """Return weekly columns: the same sentences with other numbers and names."""
    random = Random(5)
    found = []
    for n in range(count):
        tides = " ".join(
            f"On {day} the water is highest at {random.randrange(24)}:{random.randrange(10, 60)} "
            f"with {random.randrange(100, 700)} centimetres above the mark at the old harbour, and "
            f"lowest at {random.randrange(24)}:{random.randrange(10, 60)}."
            for day in WEEKDAYS
        )
        found.append(named(f"Tides in week {n + 20}", tides, some(1, seed=n)[0].paragraphs[0]))
    return found


def test_weekly_columns_of_one_partner_stay_apart() -> None:
    (one,) = partners(ENGLISH, 1)
    weeks = columns(8)
    for week in weeks:
        one.brings(week)
    assert stories() == alone(*weeks)


def test_a_column_with_much_round_it_stays_apart_from_the_one_before() -> None:
    """Four paragraphs and the headline are the same each week, and more than half of it is not."""
    (one,) = partners(ENGLISH, 1)
    author = some(1, seed=77)[0]
    begins, *ends = (" ".join(author.words[n : n + 25]) for n in range(0, 100, 25))
    for week in short(6, 130):
        one.brings(named("The week", begins, *week.paragraphs, *ends))
    assert len(stories()) == 6


PHRASES = (
    "El {n} dijo que la {n} va a {v} el {n} {a}.",
    "Vecinos de {n} llevan {m} años esperando la {n}.",
    "«Vamos a {v} el {n}», dijo {n}, que dirige el {n} {a}.",
    "Según {n}, {m} personas en {n} perdieron su {n} durante la {n} {a}.",
    "No está claro si el {n} podrá {v} antes del {m}.",
    "«Nadie nos habló de la {n} ni preguntó por el {n} {a}», añadió {n}.",
    "Las autoridades de {n} no quisieron comentar la {n}.",
)


def put_together(n: int, words: int) -> Article:
    """Return a piece of the same few phrases as all others, with words of its own between."""
    random, texts = Random(f"put together {n}"), list[str]()
    told = {"{n}": SPANISH.nouns, "{v}": SPANISH.verbs, "{a}": SPANISH.kinds}
    while sum(len(text.split()) for text in texts) < words:
        text = random.choice(PHRASES).replace("{m}", str(random.randrange(2, 900)))
        for slot, chosen in told.items():
            while slot in text:
                text = text.replace(slot, random.choice(chosen.split()), 1)
        texts.append(text)
    return Article(str(n), SPANISH, f"Pieza {n}", tuple(texts))


def test_pieces_put_together_of_the_same_phrases_stay_apart() -> None:
    carriers = partners(SPANISH, 4)
    pieces = [put_together(n, (60, 150, 400, 1500)[n % 4]) for n in range(24)]
    for n, piece in enumerate(pieces):
        carriers[n % 4].brings(piece)
    assert stories() == alone(*pieces)


def test_an_excerpt_is_found_among_pieces_of_the_same_phrases() -> None:
    one, other = partners(SPANISH, 2)
    pieces = [put_together(n, 1000) for n in range(8)]
    one.brings(*pieces)
    for piece in pieces:
        other.brings(replace(piece, paragraphs=(" ".join(piece.words[:60]),)))
    told = stories()
    assert all(len({*headlines}) == 1 for headlines in told)
    assert len(told) <= len(pieces) + 1


TEMPLATES = {
    "a lead": "Words of piece {0}, enough of them to be a lead that reads well and says something.",
    "a market": "The price of {0} closed at {1} euros on the exchange of Port Alder on {2}, {3} per cent "
    "above the day before. Traders spoke of a quiet day.",
    "a weather report": "{2}: in {0} it will be {1} degrees at noon and {3} at night, with wind from the "
    "west of up to {1} knots. Towards the evening rain is expected on the coast, and fog inland. Ships "
    "are advised to stay in port until the warning is lifted. The outlook for the day after is fair, "
    "with {3} degrees at noon, and little wind.",
    "a match": "{0} won {3} to {1} against the guests from {2} on Sunday, in front of {1} spectators. The "
    "first goal fell in minute {3}, after a mistake of the keeper. In the second half {0} played better, "
    "and had two more chances. The trainer of {2} spoke of a deserved defeat. The next match is against "
    "the leaders of the league, in {3} days. The team stays in the middle of the table.",
}
NAMES = [
    "Alder",
    "Brook",
    "Carrow",
    "Dunmore",
    "Elm",
    "Farrow",
    "Gale",
    "Harrow",
    "Iver",
    "Jarrow",
    "Kell",
    "Lorne",
]


def filled(template: str, n: int) -> Article:
    random = Random(f"filled {n}")
    name, numbers = NAMES[n % len(NAMES)], [str(random.randrange(2, 99)) for _ in range(2)]
    words = template.format(name, numbers[0], WEEKDAYS[n % 7], numbers[1])
    return Article(f"{template} {n}", ENGLISH, f"{name}, {WEEKDAYS[n % 7]}: {numbers[0]}", (words,))


@pytest.mark.parametrize("carried_by", [1, 3])
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_reports_made_of_one_template_stay_apart(template: str, carried_by: int) -> None:
    carriers = partners(ENGLISH, carried_by)
    reports = [filled(template, n) for n in range(12)]
    for n, report in enumerate(reports):
        carriers[n % carried_by].brings(report)
    assert stories() == alone(*reports)


def short(count: int, words: int = 45) -> list[Article]:
    return [
        replace(piece, paragraphs=(" ".join(piece.words[:words]),))
        for piece in articles(ENGLISH, 4 * count, seed=9)[::4]
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_short_pieces_over_one_boilerplate_stay_apart(*, at_once: bool) -> None:
    one = partners(ENGLISH, 3)[2]
    assert len(one.boilerplate.split()) >= 45
    pieces = short(8)
    if at_once:
        one.brings(*pieces)
    else:
        for piece in pieces:
            one.brings(piece)
    assert stories() == alone(*pieces)


def test_short_pieces_of_two_partners_with_one_boilerplate_stay_apart() -> None:
    """An agency's words stand under what each of its customers prints."""
    one, other = partners(ENGLISH, 6)[2::3]
    other.boilerplate = one.boilerplate
    pieces = short(10)
    for n, piece in enumerate(pieces):
        (one, other)[n % 2].brings(piece)
    assert stories() == alone(*pieces)


@pytest.mark.parametrize("code", TONGUES)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_an_excerpt_finds_a_long_piece_where_only_excerpts_are_allowed(
    code: str, *, first: bool
) -> None:
    tongue = TONGUES[code]
    whole, part = partners(tongue, 2, licence="all-rights-reserved")
    pieces = articles(tongue, 16, seed=4)[3::4]
    for piece in pieces:
        copy = EDITS["excerpt of 60 words"](piece, Random(1))
        for carrier, it in ((part, copy), (whole, piece))[:: 1 if first else -1]:
            carrier.brings(it)
    assert stories() == sorted([piece.headline] * 2 for piece in pieces)


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_in_the_same_document_is_one_too(edit: str) -> None:
    (one,) = partners(ENGLISH, 1)
    pieces = some(4)
    one.brings(*(p for n in pieces for p in (n, EDITS[edit](n, Random(2)))))
    of = {}
    for item in WireItem.objects.all():
        of.setdefault(item.story_id, []).append(item.pk)
    assert [len(its) for its in of.values()] == [2] * 4


def test_half_a_piece_that_a_live_blog_took_over_is_not_all_of_it() -> None:
    """Two halves of one piece find together through the whole."""
    one, two, three = partners(ENGLISH, 3)
    piece = some(3)[2]
    one.brings(EDITS["first half cut"](piece, Random(1)))
    two.brings(EDITS["last half cut"](piece, Random(1)))
    three.brings(piece)
    assert len(stories()) == 1


def test_what_pieces_of_all_kinds_say_is_noted_once_and_finds_nothing() -> None:
    carriers = partners(ENGLISH, 3)
    phrase = (
        "The harbour master of Port Alder said on Monday that the ferries of both companies will run "
        "until the end of March, whatever the weather does to the old piers and to the new road, and "
        "asked all those who own a boat of more than six metres to write to him before the spring."
    )
    pieces = some(14)
    for n, piece in enumerate(pieces):
        *before, last = piece.paragraphs
        carriers[n % 3].brings(replace(piece, paragraphs=(*before, f"{last} {phrase}")))
    assert len(stories()) == len(pieces)
    assert Shingle.objects.filter(item=marks.NOTHING).exists()

    copy = pieces[0]
    carriers[1].brings(replace(copy, paragraphs=(phrase, *copy.paragraphs)))
    assert [copy.headline] * 2 in stories()
    assert len(stories()) == len(pieces)


def test_what_says_nothing_is_forgotten_with_the_marks_of_old_pieces() -> None:
    marks.say_nothing({7})
    marks.sweep()
    assert not Shingle.objects.exists()


def test_a_show_with_the_same_words_each_week_is_another_one_each_week() -> None:
    (one,) = partners(ENGLISH, 1)
    words = " ".join(some(1)[0].words[:60])
    rows = "".join(
        f"<item><title>Part {n}: {headline}</title><guid>{n}</guid><description>{words}</description>"
        f'<enclosure url="https://show.example/{n}.mp3" type="audio/mpeg" length="1"/></item>'
        for n, headline in enumerate(("The pier", "The road", "The ferry", "The tide"))
    )
    feed = f'<rss version="2.0"><channel><title>Show</title>{rows}</channel></rss>'
    keep(one.source, understand(feed.encode(), address=one.source.url).items)
    assert [len(its) for its in stories()] == [1, 1, 1, 1]


def test_arabic_is_the_same_with_and_without_its_marks() -> None:
    one, other = partners(TONGUES["ar"], 2)
    pieces = some(6, tongue=TONGUES["ar"])
    one.brings(*pieces)
    for piece in pieces:
        bare = (
            text.translate(str.maketrans("أإآىة", "اااية"[:4] + "ه")) for text in piece.paragraphs
        )
        other.brings(replace(piece, headline="آخر", paragraphs=tuple(bare)))
    assert [len(its) for its in stories()] == [2] * len(pieces)


def test_an_agency_that_brings_a_piece_again_for_each_new_paragraph_has_one_story() -> None:
    agency, *others = partners(ENGLISH, 3)
    paragraphs = tuple(text for one in some(3, seed=4) for text in one.paragraphs)[:8]
    whole = Article("whole", ENGLISH, "The strike goes on", paragraphs)
    for n, update in enumerate(some(5, seed=9)):
        paragraphs = (" ".join(update.words[:25]), *whole.paragraphs)
        agency.brings(
            replace(whole, headline=f"Update {n}: {update.headline}", paragraphs=paragraphs)
        )
    for other in others:
        other.brings(whole)
    assert len(stories()) == 1


@pytest.mark.parametrize("first", [True, False])
def test_a_letter_that_lists_pieces_is_none_of_them(*, first: bool) -> None:
    one, other = partners(ENGLISH, 2)
    pieces = [
        replace(p, paragraphs=(" ".join(p.words[:words]),))
        for p, words in zip(some(4), (110, 45, 45, 45), strict=True)
    ]
    listed = tuple(text for piece in pieces for text in (piece.headline, piece.paragraphs[0]))
    letter = named("This week in your letter", *listed)
    if first:
        other.brings(letter)
    one.brings(*pieces)
    if not first:
        other.brings(letter)
    assert stories() == alone(*pieces, letter)


def test_nothing_is_sought_among_pieces_that_are_too_old(stopped_clock: StoppedClock) -> None:
    one, other = partners(ENGLISH, 2)
    (piece,) = some(1)
    one.brings(piece)
    stopped_clock.advance(days=35)
    other.brings(piece)
    assert stories() == alone(piece, piece)


def test_what_an_editor_kept_apart_is_not_joined_by_a_third_piece() -> None:
    carriers = partners(ENGLISH, 3)
    piece = max(some(6), key=lambda one: len(one.words))
    half = len(piece.words) // 2
    parts = (" ".join(piece.words[:half]), " ".join(piece.words[half:]))
    for carrier, part in zip(carriers, parts, strict=False):
        carrier.brings(replace(piece, headline=part[:40], paragraphs=(part,)))
    first, second = Story.objects.order_by("pk")
    Suggestion.objects.create(one=first, other=second, likeness=0.5, at=clock.now(), declined=True)
    carriers[2].brings(replace(piece, paragraphs=parts))
    assert len(stories()) == 2


def test_pieces_at_the_address_of_what_they_tell_of_are_no_copies() -> None:
    carriers = partners(ENGLISH, 2)
    for carrier, piece in zip(carriers, some(2), strict=True):
        feed = (
            f'<rss version="2.0"><channel><title>x</title><item><title>{piece.headline}</title><guid '
            f'isPermaLink="false">{piece.key}</guid><link>https://court.example/ruling.pdf</link>'
            f"<description>{' '.join(piece.words)}</description></item></channel></rss>"
        )
        source = carrier.source
        keep(source, understand(feed.encode(), address=source.url).items)
    assert len(stories()) == 2


@pytest.mark.parametrize("share", [0.5, 0.6, 0.68])
def test_reports_over_one_long_background_stay_apart(share: float) -> None:
    carriers = partners(ENGLISH, 3)
    background = " ".join(some(3, seed=40)[2].words)
    news = [" ".join(one.words[:110]) for one in some(12, seed=41)[::3]]
    words = int(110 * share / (1 - share))
    for n, text in enumerate(news):
        shared = " ".join(background.split()[:words])
        carriers[n % 3].brings(named(f"News {n}", text, shared))
    assert len(stories()) == len(news)


def test_copies_with_a_line_of_their_own_above_and_below_are_copies() -> None:
    one, other = partners(ENGLISH, 2)
    piece = some(3)[2]
    for n, carrier in enumerate((one, other)):
        above, below = (" ".join(p.words[:40]) for p in some(8, seed=50 + n)[::4])
        carrier.brings(replace(piece, paragraphs=(above, *piece.paragraphs, below)))
    assert len(stories()) == 1
