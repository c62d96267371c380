"""Languages as people name them, who should give a code (BCP 47)."""

from functools import cache

from django.conf.locale import LANG_INFO

# ISO 639-2, where 639-1 has a code of two letters: by English names, and by the languages' own.
_THREE = {
    "ara": "ar", "bel": "be", "bul": "bg", "ben": "bn", "cat": "ca", "ces": "cs", "cze": "cs",
    "dan": "da", "deu": "de", "ger": "de", "ell": "el", "gre": "el", "eng": "en", "est": "et",
    "spa": "es", "fas": "fa", "per": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "heb": "he",
    "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy", "arm": "hy", "ind": "id", "ita": "it",
    "jpn": "ja", "kat": "ka", "geo": "ka", "kaz": "kk", "kor": "ko", "kur": "ku", "lav": "lv",
    "lit": "lt", "mkd": "mk", "mac": "mk", "msa": "ms", "may": "ms", "mya": "my", "bur": "my",
    "nld": "nl", "dut": "nl", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "sqi": "sq", "alb": "sq", "srp": "sr",
    "swa": "sw", "swe": "sv", "tam": "ta", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur",
    "uzb": "uz", "vie": "vi", "zho": "zh", "chi": "zh",
}  # fmt: skip


def code_of(name: str) -> str:
    """Return the code of a language from its code or name, or what was said if that is unknown."""
    return _codes().get(name.lower(), name)


@cache
def _codes() -> dict[str, str]:
    named: dict[str, str] = {}
    for code, told in LANG_INFO.items():
        if "name" in told and "-" not in code:
            named |= {told["name"].lower(): code, told["name_local"].lower(): code}
    return named | _THREE
