"""Feeds that say nothing of their encoding, or something wrong, are read all the same."""

import pytest

from pamphleteer.collect.encoding import text_of

WORDS = {
    "ru": "Мэр города подписал новый бюджет. Жители района недовольны повышением тарифов на воду.",
    "uk": "Мер міста підписав новий бюджет. Жителі району незадоволені підвищенням тарифів на воду.",
    "el": "Ο δήμαρχος υπέγραψε τον νέο προϋπολογισμό. Οι κάτοικοι διαμαρτύρονται για το νερό.",
    "he": "ראש העיר חתם על תקציב חדש לשנה הבאה. תושבי השכונה אינם מרוצים מעליית תעריפי המים.",
    "ar": "وقع رئيس البلدية على الميزانية الجديدة للعام المقبل. سكان الحي غير راضين عن المياه.",
    "ja": "市長は来年度の新しい予算案に署名した。地区の住民は水道料金の値上げに不満を抱いている。",
    "zh": "市长签署了明年的新预算。该区居民对水费和暖气费上涨表示不满。",
    "ko": "시장은 내년도 새 예산안에 서명했다. 지역 주민들은 수도 요금 인상에 불만을 표하고 있다.",
    "th": "นายกเทศมนตรีลงนามในงบประมาณใหม่สำหรับปีหน้า ชาวบ้านไม่พอใจกับการขึ้นค่าน้ำ",
    "pl": "Burmistrz podpisał budżet na przyszły rok. Mieszkańcy są niezadowoleni, pisze gęś.",
    "cs": "Starosta města podepsal rozpočet na příští rok. Obyvatelé jsou proti zvýšení cen.",
    "tr": "Belediye başkanı gelecek yılın bütçesini imzaladı. Mahalle sakinleri şikayetçi.",
    "fr": "Le maire a signé le budget de l’année. Les habitants protestent, déjà fâchés à l’été.",
}
OTHER_SCRIPTS = [
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"), ("uk", "cp1251"),
    ("el", "iso8859-7"), ("he", "cp1255"), ("ar", "cp1256"), ("ja", "shift_jis"), ("ja", "euc_jp"),
    ("zh", "gb18030"), ("ko", "euc_kr"),
]  # fmt: skip
BY_LANGUAGE = [
    ("pl", "iso8859-2"), ("pl", "cp1250"), ("cs", "iso8859-2"), ("cs", "cp1250"), ("tr", "cp1254"),
    ("fr", "cp1252"), ("th", "cp874"),
]  # fmt: skip
LABELS = ["", ' encoding="iso-8859-1"', ' encoding="us-ascii"', ' encoding="utf-8"']


def feed(words: str, *, label: str, language: str = "") -> str:
    said = f"<language>{language}</language>" if language else ""
    return (
        f'<?xml version="1.0"{label}?><rss version="2.0"><channel><title>Harbour</title>{said}'
        f"<item><link>https://harbour.example/1</link><title>{words}</title></item></channel></rss>"
    )


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("language", "encoding"), OTHER_SCRIPTS)
def test_other_scripts_are_known_by_their_bytes(language: str, encoding: str, label: str) -> None:
    words = WORDS[language]
    assert words in text_of(feed(words, label=label).encode(encoding))
    server = "text/xml; charset=iso-8859-1"
    assert words in text_of(feed(words, label=label).encode(encoding), content_type=server)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("language", "encoding"), BY_LANGUAGE)
def test_where_bytes_tell_little_the_language_of_the_feed_does(
    language: str, encoding: str, label: str
) -> None:
    words = WORDS[language]
    assert words in text_of(feed(words, label=label, language=language).encode(encoding))


def test_a_truthful_label_is_believed() -> None:
    words = WORDS["ru"]
    for encoding in ("koi8-r", "windows-1251", "iso-8859-5"):
        text = feed(words, label=f' encoding="{encoding}"')
        assert text_of(text.encode(encoding)) == text


def test_a_few_odd_letters_make_no_other_script() -> None:
    assert text_of("<rss>Ås, Ærø, Øre: «à côté»</rss>".encode("cp1252")).endswith("«à côté»</rss>")
