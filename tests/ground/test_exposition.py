"""Figures in Prometheus' text format and in OpenMetrics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.exposition import Family, gauge, wants_openmetrics, written

MAILS = Family("mails_total", "counter", "Mails.", [({"relay": 'a"b\\c\nd'}, 3), ({}, 0.5)])


def test_the_text_format_names_counters_whole() -> None:
    assert written(
        [MAILS, gauge("held", "Held.", True), gauge("none", "None.", None)]
    ).decode() == (
        "# HELP mails_total Mails.\n# TYPE mails_total counter\n"
        'mails_total{relay="a\\"b\\\\c\\nd"} 3\nmails_total 0.5\n'
        "# HELP held Held.\n# TYPE held gauge\nheld 1\n"
    )


def test_openmetrics_names_their_family_and_says_where_it_ends() -> None:
    told = written([MAILS], openmetrics=True).decode().splitlines()

    assert told[:2] == ["# HELP mails Mails.", "# TYPE mails counter"]
    assert told[2].startswith("mails_total{")
    assert told[-1] == "# EOF"


@given(st.text())
def test_whatever_a_label_says_it_stays_in_its_line(said: str) -> None:
    told = written([Family("x", "gauge", "X.", [({"relay": said}, 1)])]).decode()

    line = told.split("\n")[2]
    assert told.count("\n") == 3
    back = line.removeprefix('x{relay="').removesuffix('"} 1')
    assert '"' not in back.replace("\\\\", "").replace('\\"', "")


@pytest.mark.parametrize(
    ("name", "kind", "words", "labels"),
    [
        ("mails", "counter", "x", {}),
        ("mails_total", "gauge", "x", {}),
        ("Mails", "gauge", "x", {}),
        ("mails", "gauge", "x\ny 1", {}),
        ("mails", "gauge", "x", {"a b": ""}),
    ],
)
def test_what_would_be_no_figure_is_refused(
    name: str, kind: str, words: str, labels: dict[str, str]
) -> None:
    with pytest.raises(ValueError):
        Family(name, kind, words, [(labels, 1)])  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_figure_is_endless(value: float) -> None:
    with pytest.raises(ValueError):
        written([gauge("x", "X.", value)])


@pytest.mark.parametrize(
    ("accept", "openmetrics"),
    [
        ("", False),
        ("*/*", False),
        ("text/plain", False),
        ("application/openmetrics-text", True),
        # As Prometheus asks.
        (
            "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.2",
            True,
        ),
        ("application/openmetrics-text;q=0.4,text/plain;q=0.5", False),
        ("application/openmetrics-text;q=0", False),
        ("application/openmetrics-text;q=9e99", False),
        ("APPLICATION/OpenMetrics-Text ; Q=0.5", True),
        ("," * 5_000 + "application/openmetrics-text", False),
    ],
)
def test_a_client_gets_the_format_that_it_likes_best(accept: str, openmetrics: bool) -> None:
    assert wants_openmetrics(accept) is openmetrics
