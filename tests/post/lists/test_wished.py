"""Choices in the cells of a list: one value for all digests, or one for each."""

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.lists.wished import Wish, cells_of, wishes_in

SLUGS = st.sampled_from(["water", "fire", "نهر", "अग्नि", "a_b", "none"])
WISHES = st.builds(
    Wish,
    digest=st.sampled_from(["daily", "weekend", "none", "نشرة"]),
    topics=st.lists(SLUGS, max_size=3, unique=True).map(tuple),
    rhythm=st.sampled_from(["daily", "weekly", "at once", ""]),
    weekday=st.sampled_from(["", "monday"]),
    hour=st.sampled_from(["", "7", "23"]),
    zone=st.sampled_from(["", "Asia/Amman"]),
    language=st.sampled_from(["", "ar"]),
    form=st.sampled_from(["", "html", "text"]),
)


@given(st.lists(WISHES, max_size=4, unique_by=lambda wish: wish.digest).map(tuple))
def test_what_is_written_is_read_again(wishes: tuple[Wish, ...]) -> None:
    cells = {name: cell.strip() for name, cell in cells_of(wishes).items()}

    assert wishes_in(cells) == wishes


def test_one_value_is_for_all_digests() -> None:
    cells = {"digests": "daily | weekend", "topics": "water, fire", "rhythm": "| weekly"}

    assert wishes_in(cells) == (
        Wish("daily", ("water", "fire")),
        Wish("weekend", ("water", "fire"), "weekly"),
    )


def test_cells_with_too_few_values_leave_the_others_as_they_come() -> None:
    cells = {"digests": "a | b | c", "hour": "7 | 8"}

    assert [wish.hour for wish in wishes_in(cells)] == ["7", "8", ""]
