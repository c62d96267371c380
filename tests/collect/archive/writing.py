"""Archive pages made up in many scripts, as text, with the pieces that they hold."""

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st


@dataclass(frozen=True)
class Script:
    letters: str
    space: str = " "
    stop: str = "."
    question: str = "?"
    cased: bool = False


SCRIPTS = {
    "latin": Script("abcdefghijklmnoprstuvyzáéíóúñ", cased=True),
    "cyrillic": Script("абвгдежзиклмнопрстуфхцчшыюя", cased=True),
    "greek": Script("αβγδεζηθικλμνξοπρστυφχψω", question=";", cased=True),
    "arabic": Script("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", question="؟"),
    "hebrew": Script("אבגדהוזחטיכלמנסעפצקרשת"),
    "hindi": Script("कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह", stop="।"),
    "chinese": Script("的一是不了人我在有他这为之大来以个中上们到说国和地也", "", "。", "？"),
    "korean": Script("가나다라마바사아자차카타파하거너더러머버서어"),
    "amharic": Script("ሀለሐመሠረሰሸቀበተቸኀነኘአከኸወዐዘዠየደጀገጠጨጰ", stop="።"),
}


@dataclass(frozen=True)
class Page:
    text: str
    pieces: list[tuple[str, str]]


class Writer:
    """Writes words, headlines and leads of one script, all of them drawn from one seed."""

    def __init__(self, script: Script, seed: int) -> None:
        self.script, self.random = script, Random(seed)

    def word(self) -> str:
        length = self.random.choice([1, 2, 2, 3] if not self.script.space else range(2, 11))
        return "".join(self.random.choices(self.script.letters, k=length))

    def words(self, fewest: int, most: int) -> list[str]:
        return [self.word() for _ in range(self.random.randint(fewest, most))]

    def label(self) -> str:
        return self.script.space.join(self.words(2, 4))

    def headline(self, *, capitals: bool, marks: bool) -> str:
        words = self.words(3, 9)
        if self.script.cased:
            words = [w.capitalize() if capitals or not n else w for n, w in enumerate(words)]
        if self.random.random() < 0.2:
            words[-1] = f"“{words[-1]}”"
        return self.script.space.join(words) + (self.script.question if marks else "")

    def sentence(self) -> str:
        words = self.words(12, 24)
        words[0] = words[0].capitalize()
        return self.script.space.join(words) + self.script.stop

    def paragraph(self) -> str:
        return self.script.space.join(self.sentence() for _ in range(self.random.randint(2, 4)))


def write(
    writer: Writer, *, count: int, capitals: bool, marks: str, several: bool, top: str, end: str
) -> Page:
    """Return a page in the manner of the seed: headline, blank line, lead, blank line."""
    pieces = []
    for number in range(count):
        marked = marks == "all" or (marks == "some" and number % 3 == 1)
        paragraphs = [writer.paragraph() for _ in range(1 + (several and number % 2))]
        headline = writer.headline(capitals=capitals, marks=marked)
        pieces.append((headline, "\n\n".join(paragraphs)))
    text = _top(writer, top) + "\n\n".join(f"{head}\n\n{lead}" for head, lead in pieces)
    return Page(text + _end(writer, end), pieces)


def _top(writer: Writer, kind: str) -> str:
    if kind == "skip":
        return f"{writer.label()}\n\n\n"
    if kind == "menu":
        return f"{writer.label()}\n\n" + "\n".join(writer.label() for _ in range(5)) + "\n\n"
    return ""


def _end(writer: Writer, kind: str) -> str:
    words = f"{writer.label()}\n\n{writer.sentence()}"
    return {
        "": "",
        "glued": f"\n{words}",
        "apart": f"\n\n\n\n{words}",
        "more": f"\n\n{writer.label()}",
        "numbers": f"\n\n1 2 3 … 12 {writer.word()}",
        "links": f"\n\n{writer.label()}\n\n{writer.label()}\n\n© 2024 {writer.label()}",
    }[kind]


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Any page of that manner."""
    writer = Writer(
        SCRIPTS[draw(st.sampled_from(sorted(SCRIPTS)))], draw(st.integers(0, 2**32 - 1))
    )
    return write(
        writer,
        count=draw(st.integers(3, 40)),
        capitals=draw(st.booleans()),
        marks=draw(st.sampled_from(["none", "some", "all"])),
        several=draw(st.booleans()),
        top=draw(st.sampled_from(["", "skip", "menu"])),
        end=draw(st.sampled_from(["", "glued", "apart", "more", "numbers", "links"])),
    )
