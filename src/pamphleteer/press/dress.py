"""What a look that was chosen at the desk puts behind the stylesheet."""

from dataclasses import dataclass
from typing import Literal

from pamphleteer.desk.models import Look
from pamphleteer.desk.models.look import ACCENT, ACCENT_DARK

_DARK = "(prefers-color-scheme: dark)"
# Always so, and never.
FORCED = {"dark": "(min-width: 0)", "light": "(max-width: 0)"}
# Of the families that the stylesheet names: of headlines, and of texts.
_TYPES = {"serif": ("serif", "serif"), "sans": ("sans", "sans"), "mixed": ("sans", "serif")}

Scheme = Literal["", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Dress:
    """Colours and type as the stylesheet takes them; a `scheme` shows what readers' screens would choose."""

    light: str = ACCENT
    dark: str = ACCENT_DARK
    head: str = "serif"
    text: str = "serif"
    scheme: Scheme = ""

    def put_on(self, style: str) -> str:
        """Return a stylesheet with this behind it; as it is where nothing was chosen."""
        whole = style + self._rules()
        if self.scheme:
            whole = whole.replace(_DARK, FORCED[self.scheme])
            whole += f":root {{ color-scheme: {self.scheme}; }}\n"
        return whole

    def _rules(self) -> str:
        rules = ""
        if (self.head, self.text) != _TYPES["serif"]:
            rules += f":root {{ --head: var(--{self.head}); --text: var(--{self.text}); }}\n"
        # What is printed stays black.
        if self.light != ACCENT:
            rules += f"@media screen {{ :root {{ --accent: {self.light}; }} }}\n"
        if (self.light, self.dark) != (ACCENT, ACCENT_DARK):
            rules += f"@media screen and {_DARK} {{ :root {{ --accent: {self.dark}; }} }}\n"
        return f"\n/* As chosen at the desk */\n{rules}" if rules else ""


def of(look: Look, scheme: Scheme = "") -> Dress:
    """Return what a look puts behind the stylesheet: words that are known here, and colours that are some."""
    head, text = _TYPES.get(look.type, _TYPES["serif"])
    return Dress(look.light, look.dark, head, text, scheme)
