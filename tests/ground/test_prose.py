"""Lists of links are left out of what a piece says, as long as it says more than they do."""

from pamphleteer.ground.html import read
from pamphleteer.ground.prose import prose

TEXT = "The ferry of Port Hallow sails again, after a winter in which nobody could cross the bay."
LINKS = (
    '<ul><li><a href="https://a.example/1">Bees return</a></li>'
    '<li>→ <a href="https://a.example/2">A bus without a driver</a></li></ul>'
)


def said(html: str) -> list[str]:
    return list(prose(read(html)))


def test_a_list_of_links_is_left_out() -> None:
    assert said(f"<p>{TEXT}</p>{LINKS}") == [TEXT]
    assert said(f"<p>{TEXT}</p>{LINKS}<p>Write to us.</p>") == [TEXT, "Write to us."]


def test_a_link_in_a_sentence_and_one_alone_stay() -> None:
    html = f'<p>{TEXT} See <a href="https://a.example/">here</a>.</p><p><a href="/2">On</a></p>'
    assert said(html) == [f"{TEXT} See here.", "On"]


def test_what_is_mostly_links_is_kept_whole() -> None:
    html = f"<p>This week:</p>{LINKS}"
    assert said(html) == list(read(html).paragraphs)


def test_the_words_are_those_of_its_paragraphs() -> None:
    html = (
        f"<div>{TEXT}<br>One &amp; two<p>Three <b>bold</b> <a href='https://a.example/1'>link</a> "
        f"and <a href='https://a.example/2'>another</a></div><table><tr><td>Four<td>Five</table>"
    )
    assert said(html) == list(read(html).paragraphs)
