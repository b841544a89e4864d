"""Tests of stored measurements and published figures on case pages."""

import pytest

from pet_workbench.bench import Cell, Link, Record
from pet_workbench.datasets.figures import Figure
from pet_workbench.i18n import day, number
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.aio.state import PLAIN, SECRET, TRUSTED
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.facts import fact, written
from pet_workbench.widgets.case.national import national_html, national_records

TECHNIQUES, NATIONAL = (SECRET, TRUSTED, PLAIN), 3_000_000


def record(n, technique=SECRET, seconds=2.0, peak_mb=900.0, network="in-process"):
    """Return a record as the benchmark writes it."""
    return Record.of(
        Cell("aio", technique, n, network=network),
        seconds=(seconds,),
        cpu_seconds=(seconds,),
        peak_mb=(peak_mb,),
        load_seconds=1.0,
        rounds=22,
        chain_bytes=150_000_000,
        links=(Link("SVB", "UWV", 9, 100_000_000, 9), Link("UWV", "SVB", 9, 150_000_000, 9)),
        answer=None,
        exact=None,
        error=0.0,
        released=(),
        leaks=(),
        attack=None,
        machine={"processor": "Some CPU", "cores": "2"},
        versions={},
        commit="",
        stamp="",
        date="2026-11-22T09:00:00+00:00",
    )


def of_aio(*records):
    """Return those of the records that the page of `aio` shows."""
    return national_records(records, TECHNIQUES, national_n=NATIONAL)


def test_small_measurements_are_not_called_national():
    """A record of ten thousand people says nothing about the country."""
    assert of_aio(record(10_000)) == ()
    assert of_aio() == ()


def test_the_newest_record_of_each_technique_counts():
    """Records of another size are left out, and a later one replaces an earlier one."""
    old, new = record(3_500_000, seconds=9.0), record(3_500_000)
    trusted = record(3_500_000, TRUSTED)
    assert of_aio(old, record(10_000, PLAIN), trusted, new) == (new, trusted)


def test_without_the_technique_of_the_page_nothing_is_shown():
    """A measurement of the contrast alone would say nothing, however large."""
    assert of_aio(record(3_500_000, PLAIN)) == ()
    main = record(3_000_000)
    assert of_aio(main, record(3_500_000, PLAIN)) == (main,)


def test_runs_over_a_network_are_not_called_computing_time():
    """Only records with all parties in one process stand on the page."""
    assert of_aio(record(3_500_000, network="mobile")) == ()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_shows_the_record_with_its_machine(monkeypatch, lang):
    """Time, bytes, processor and date of the record stand on the page."""
    records = (record(3_500_000), record(3_500_000, PLAIN, peak_mb=None))
    monkeypatch.setattr("pet_workbench.bench.stored", lambda _: records)
    page = AioPage(lang=lang)
    shown = page.cost.national.value
    for part in ("Some CPU", day("2026-11-22", lang), number(3_500_000, lang), "250"):
        assert part in shown
    assert page.words("national_seconds") in shown
    assert page.words("cost_seconds") not in shown


def test_without_a_record_the_page_says_how_to_make_one(monkeypatch):
    """A missing measurement is no error."""
    monkeypatch.setattr("pet_workbench.bench.stored", lambda _: ())
    assert "pet-workbench bench aio" in national_html(AioPage(lang="nl"))


@pytest.mark.parametrize(
    ("value", "unit", "ends", "expected"),
    [
        (1234, "persons", (None, None), "1.234"),
        (0.4, "share of people", (0.3, 0.5), "30% tot 50%"),
        (2500, "euro per month", (None, None), "€ 2.500"),
        (2.5, "persons per household", (None, None), "2,5"),
    ],
)
def test_a_figure_is_written_as_its_unit_asks(value, unit, ends, expected):
    """Shares as percentages, amounts with their sign, ranges as ranges."""
    figure = Figure("x", value, unit, "2023", "CBS", "https://cbs.nl", *ends)
    assert written(figure, Words("nl")) == expected


def test_a_figure_links_to_its_source(monkeypatch):
    """Without words of ours the source is named as the file does."""
    words = Words("en", "aio")
    figure = Figure("aio_recipients", 1, "persons", "2023", "SVB & co", "https://svb.nl")
    about, _ = fact(figure, words)
    assert '(<a href="https://svb.nl">SVB</a>)' in about
    monkeypatch.setattr(words, "optional", lambda _: "")
    assert "SVB &amp; co" in fact(figure, words)[0]
