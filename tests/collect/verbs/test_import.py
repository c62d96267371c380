"""Lists of sources come in and go out, and come in elsewhere as they were."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from pamphleteer.collect.commands import sources
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.outlines import OURS
from pamphleteer.collect.verbs.add import add
from pamphleteer.collect.verbs.export import export
from pamphleteer.collect.verbs.import_ import import_
from pamphleteer.collect.verbs.pause import pause
from pamphleteer.register.models import Partner, Topic
from tests.collect.conftest import source_at
from tests.collect.test_outlines import HARBOUR, opml

pytestmark = pytest.mark.django_db
NIGHT = 'text="The Night Desk" xmlUrl="https://night-desk.example/atom"'


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(sources.command, [str(word) for word in words])


def test_sources_come_in_with_partners_licence_and_topics() -> None:
    done = import_(
        opml(
            f'<outline text="Coast"><outline text="Water"><outline {HARBOUR} '
            f'htmlUrl="https://harbour-light.example"/></outline></outline><outline {NIGHT}/>'
        ),
        licence_slug="cc-by-nd",
    )

    assert done.added == ["https://harbour-light.example/feed", "https://night-desk.example/atom"]
    assert done.partners == ["The Harbour Light", "The Night Desk"]
    assert done.topics == ["Coast", "Water"]
    source = Source.objects.get(url=done.added[0])
    assert (source.partner.name, source.partner.licence.slug) == ("The Harbour Light", "cc-by-nd")
    assert source.partner.url == "https://harbour-light.example/"
    assert {topic.slug for topic in source.topics.all()} == {"coast", "water"}
    assert source.host == "harbour-light.example:443"
    assert source.active
    assert source.health == "not polled yet"


def test_a_second_import_adds_nothing() -> None:
    content = opml(f'<outline text="Coast"><outline {HARBOUR}/></outline>')
    import_(content, licence_slug="cc-by")
    again = import_(content)
    assert (again.added, again.partners, again.topics) == ([], [], [])
    assert again.known == ["https://harbour-light.example/feed"]


def test_bad_lines_are_told_and_the_others_taken() -> None:
    done = import_(
        opml(
            f"<outline {HARBOUR}/>\n"
            '<outline text="x" xmlUrl="ftp://a.example/"/>\n'
            '<outline text="y" xmlUrl="https://me:secret@a.example/"/>\n'
            '<outline text="a note"/>\n'
            f"<outline {HARBOUR}/>\n"
        ),
        licence_slug="cc-by",
    )
    assert (len(done.added), done.known, len(done.again)) == (1, [], 1)
    assert [line for line, _ in done.refused] == [5, 6, 7]
    assert "begins with http" in done.refused[0][1]
    assert "secret" not in json.dumps(done.refused[2:])


def test_a_partner_who_is_here_keeps_licence_and_credit() -> None:
    source_at("https://harbour-light.example/other")
    import_(opml(f"<outline {HARBOUR}/>"), licence_slug="cc-by-nd")
    assert Partner.objects.get().licence.slug == "cc-by"


def test_a_new_partner_needs_a_licence() -> None:
    done = import_(opml(f"<outline {HARBOUR}/>"))
    assert (done.added, Partner.objects.count()) == ([], 0)
    assert "say its licence with --licence" in done.refused[0][1]
    with pytest.raises(RefusedError, match="no licence that is known"):
        import_(opml(""), licence_slug="mine")


def test_a_source_without_a_title_is_named_by_its_server() -> None:
    done = import_(opml('<outline xmlUrl="https://a.example/f"/>'), licence_slug="cc-by")
    assert done.partners == ["a.example"]


def test_a_dry_run_says_the_same_and_does_nothing() -> None:
    content = opml(f'<outline text="Coast"><outline {HARBOUR}/></outline>')
    would = import_(content, licence_slug="cc-by", dry_run=True)
    assert not Source.objects.exists()
    assert not Topic.objects.exists()
    assert would == import_(content, licence_slug="cc-by")


def test_ten_thousand_sources_come_in() -> None:
    lines = "".join(
        f'<outline text="Partner {n}" xmlUrl="https://p{n}.example/feed" category="/T{n % 7}"/>\n'
        for n in range(10_000)
    )
    heard: list[tuple[int, int]] = []
    done = import_(opml(lines), licence_slug="cc-by", each=lambda at, of: heard.append((at, of)))
    assert (len(done.added), Source.objects.count(), Topic.objects.count()) == (10_000, 10_000, 7)
    assert heard[-1] == (10_000, 10_000)


def test_what_goes_out_comes_in_elsewhere_as_it_was() -> None:
    import_(
        opml(
            f'<outline text="Coast &amp; sea"><outline {HARBOUR}/></outline>'
            '<outline text="Water" xmlUrl="https://a.example/f" category="/Water,/Coast &amp; sea"/>'
        ),
        licence_slug="cc-by-nd",
    )
    add(
        "https://b.example/news/",
        partner_name="B",
        licence_slug="cc-by",
        credit="First in B",
        kind=Source.Kind.PAGE,
        selectors={"item": "div > .x", "lead": 'p[class="y"]'},
    )
    pause("https://a.example/f")
    Source.objects.filter(url="https://a.example/f").update(title="Water, daily", language="nds")
    before, document = told(), export()
    Source.objects.all().delete()
    Partner.objects.all().delete()
    Topic.objects.all().delete()

    assert import_(document).refused == []
    assert told() == before


def told() -> list[tuple[object, ...]]:
    return [
        (
            one.url,
            one.title or one.partner.name,
            one.language,
            one.kind,
            one.selectors,
            one.active,
            one.partner.name,
            one.partner.licence.slug,
            one.partner.credit,
            {topic.slug for topic in one.topics.all()},
        )
        for one in Source.objects.order_by("url")
    ]


def test_the_export_is_opml_that_other_readers_know() -> None:
    import_(opml(f'<outline text="Coast"><outline {HARBOUR}/></outline>'), licence_slug="cc-by")
    root = etree.fromstring(export())

    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    (folder,) = root.find("body")
    (source,) = folder
    assert folder.get("text") == "Coast"
    assert source.get("type") == "rss"
    assert source.get("xmlUrl") == "https://harbour-light.example/feed"
    assert source.get("text") == source.get("title") == "The Harbour Light"
    assert source.get(f"{{{OURS}}}licence") == "cc-by"


@pytest.mark.usefixtures("stopped_clock")
def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    file, out = tmp_path / "mine.opml", tmp_path / "out.opml"
    file.write_bytes(opml(f'<outline {HARBOUR}/>\n<outline text="Wind & rain"/>'))

    would = run("import", file, "--licence", "cc-by", "--dry-run")
    assert "Would add 1 source, 1 new partner, 0 new topics" in would.output
    assert "Line 5: “Wind & rain” is no source" in would.output
    assert "was mended" in would.output
    assert json.loads(run("import", file, "--licence", "cc-by", "--json").output)["added"]
    assert "1 here already" in run("import", file).output

    assert run("export", out).output == f"Wrote {out}.\n"
    assert out.read_bytes() == run("export").output.encode()
    assert run("export", "-").output == run("export").output


def test_a_list_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.opml"
    file.write_bytes(b"hello")
    told = run("import", file)
    assert (told.exit_code, told.output.count("\n")) == (1, 1)
    assert "is no OPML" in told.output

    file.write_bytes(opml('<outline text="a note"/>'))
    assert run("import", file).exit_code == 1


def test_a_feed_in_two_folders_has_both_as_topics() -> None:
    folders = ("Coast", "Water", "Coast")
    lists = "".join(f'<outline text="{name}"><outline {HARBOUR}/></outline>' for name in folders)
    done = import_(opml(lists), licence_slug="cc-by")
    source = Source.objects.get()
    assert {topic.name for topic in source.topics.all()} == {"Coast", "Water"}
    assert done.added == [source.url]
    assert sorted(done.topics) == ["Coast", "Water"]


def test_a_line_that_is_refused_makes_its_double_no_source_that_is_here() -> None:
    done = import_(opml(f"<outline {HARBOUR}/><outline {HARBOUR}/>"))
    assert (done.added, done.known, len(done.again), len(done.refused)) == ([], [], 1, 1)


def test_an_address_that_is_too_long_is_refused_and_not_cut() -> None:
    address = f"https://harbour-light.example/{'x' * 2000}"
    done = import_(opml(f'<outline text="x" xmlUrl="{address}"/>'), licence_slug="cc-by")
    assert not done.added
    assert "over 2,000 characters" in done.refused[0][1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("feed://harbour-light.example/feed", "http://harbour-light.example/feed"),
        ("feed:https://harbour-light.example/feed", "https://harbour-light.example/feed"),
        ("FEED://https://harbour-light.example/feed", "https://harbour-light.example/feed"),
    ],
)
def test_the_scheme_of_feed_readers_is_that_of_the_web(said: str, meant: str) -> None:
    done = import_(opml(f'<outline text="x" xmlUrl="{said}"/>'), licence_slug="cc-by")
    assert done.added == [meant]


def test_topics_keep_their_commas_and_strokes_in_another_outlet() -> None:
    import_(
        opml(f'<outline text="Coast / Water, ice"><outline {HARBOUR}/></outline>'),
        licence_slug="cc-by",
    )
    written = export()
    Source.objects.all().delete()
    Topic.objects.all().delete()
    import_(written)
    assert [topic.name for topic in Source.objects.get().topics.all()] == ["Coast / Water, ice"]


def test_a_list_is_written_into_no_folder_that_is_not_there(tmp_path: Path) -> None:
    told = run("export", tmp_path / "lists" / "partners.opml")
    assert told.exit_code == 1
    assert "there is no folder" in told.output
    assert not (tmp_path / "lists").exists()


def test_topics_keep_the_order_of_the_list_and_lead_to_the_same_folder_again() -> None:
    names = ["Water", "Coast", "Ships", "Ice", "Art"]
    inner = f'<outline {HARBOUR} category="{",".join(f"/{name}" for name in names[1:])}"/>'
    content = opml(f'<outline text="{names[0]}">{inner}</outline>')
    assert import_(content, licence_slug="cc-by", dry_run=True).topics == names
    assert import_(content, licence_slug="cc-by").topics == names
    (folder,) = etree.fromstring(export()).find("body")
    assert folder.get("text") == "Water"
    assert folder[0].get("category") == "/Water,/Coast,/Ships,/Ice,/Art"


def test_title_and_language_come_in_with_a_source() -> None:
    line = '<outline text="Sea" title="The Sea" language="fr-CA" xmlUrl="https://a.example/f"/>'
    import_(opml(line), licence_slug="cc-by")
    source = Source.objects.get()
    assert (source.title, source.language, source.called) == ("The Sea", "fr-CA", "The Sea")


def test_what_a_list_holds_twice_is_told_apart_from_what_is_here_already(tmp_path: Path) -> None:
    file = tmp_path / "mine.opml"
    file.write_bytes(opml(f"<outline {HARBOUR}/><outline {HARBOUR}/><outline {NIGHT}/>"))
    told = run("import", file, "--licence", "cc-by").output
    assert told == (
        "Added 2 sources, 2 new partners, 0 new topics; 0 here already, 1 listed more than once, "
        "0 not taken.\n"
    )
    assert "0 new topics; 2 here already, 1 listed more than once" in run("import", file).output


def test_a_feed_comes_in_with_all_its_folders_at_once_however_far_apart_they_are() -> None:
    """A process that is killed between leaves no source that has but some of its topics."""
    others = "".join(f'<outline text="{n}" xmlUrl="https://{n}.example/"/>' for n in range(600))
    folders = [f'<outline text="{name}"><outline {HARBOUR}/></outline>' for name in ("Sea", "Ice")]
    told: list[tuple[int, int]] = []
    content = opml(others.join(folders))

    class Killed(Exception):
        pass

    def killed(at: int, of: int) -> None:
        told.append((at, of))
        raise Killed

    with pytest.raises(Killed):
        import_(content, licence_slug="cc-by", each=killed)
    assert told == [(250, 601)]
    harbour = Source.objects.get(url="https://harbour-light.example/feed")
    assert {topic.name for topic in harbour.topics.all()} == {"Sea", "Ice"}
    assert len(import_(content, licence_slug="cc-by").added) == 351


def test_what_another_reader_picks_from_a_page_is_named_and_not_taken() -> None:
    kind = 'type="HTML+XPath" f:xPathItem="//a" xmlns:f="https://freshrss.org/opml"'
    line = f'<outline text="The Sea" xmlUrl="https://a.example/news" {kind}/>'
    done = import_(opml(line), licence_slug="cc-by")
    assert (done.added, len(done.refused)) == ([], 1)
    assert done.refused[0][1].startswith("“The Sea” is no feed, but picked from a page")
    assert "(HTML+XPath), which is not taken" in done.refused[0][1]
