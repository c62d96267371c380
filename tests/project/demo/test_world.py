"""The invented world is whole: what the demo shows has been written."""

from pamphleteer.project.demo.world import own, partners


def test_three_partners_have_six_to_eight_pieces_each() -> None:
    assert len(partners()) == 3
    assert all(6 <= len(partner.pieces) <= 8 for partner in partners())


def test_each_partner_has_another_licence_and_another_kind_of_feed() -> None:
    assert len({partner.licence for partner in partners()}) == 3
    assert {partner.feed for partner in partners()} == {"rss", "rss-full", "atom"}
    assert all(partner.credit and partner.about for partner in partners())


def test_one_partner_writes_in_spanish() -> None:
    assert [partner.language for partner in partners()].count("es") == 1


def test_every_piece_can_be_read() -> None:
    for partner in partners():
        for piece in partner.pieces:
            assert piece.headline
            assert piece.author
            assert len(piece.lead) > 80
            assert 3 <= len(piece.paragraphs) <= 8
            assert 0 < piece.age < 100


def test_pieces_stand_newest_first() -> None:
    for partner in partners():
        ages = [piece.age for piece in partner.pieces]
        assert ages == sorted(ages)


def test_one_piece_is_carried_by_two_partners_under_another_headline() -> None:
    pieces = {f"{p.slug}/{piece.name}": piece for p in partners() for piece in p.pieces}
    [copy] = [piece for piece in pieces.values() if piece.copy_of]
    original = pieces[copy.copy_of]
    assert copy.headline != original.headline
    assert copy.lead == original.lead
    assert copy.paragraphs == (copy.before, *original.paragraphs, copy.after)


def test_what_the_editor_chooses_exists_and_is_no_copy() -> None:
    for partner in partners():
        named = {piece.name: piece for piece in partner.pieces}
        assert all(not named[name].copy_of for name in partner.chosen)


def test_a_quotation_becomes_a_quotation() -> None:
    bodies = "".join(piece.body for partner in partners() for piece in partner.pieces)
    assert "<blockquote><p>" in bodies
    assert "&gt;" not in bodies


def test_the_outlet_has_topics_readers_and_writing_of_its_own() -> None:
    outlet = own()
    assert len(outlet.readers) == 5
    assert all(address.endswith("@readers.example") for address in outlet.readers)
    assert {topic for partner in partners() for topic in partner.topics} <= outlet.topics.keys()
    assert {topic for piece in outlet.pieces for topic in piece.topics} <= outlet.topics.keys()
    assert len(outlet.pieces) == 1
