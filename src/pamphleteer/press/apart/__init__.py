"""Pages of an outlet's own templates are made in a child process: it may die of them, the press does not."""

from pamphleteer.press.apart.asking import end, made

__all__ = ["end", "made"]
