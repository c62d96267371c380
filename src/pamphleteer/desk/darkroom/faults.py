"""What can be wrong with a picture, and with the disk that it is written to."""


class Unusable(Exception):
    """Why it can't be taken: what is wrong, as a word for programs, and the numbers that belong to it."""

    def __init__(self, wrong: str, **numbers: int) -> None:
        super().__init__(wrong)
        self.wrong, self.numbers = wrong, numbers


class Unkept(Exception):
    """Why the disk takes no more."""
