"""The example files are what their script makes, and what the workbench reads."""

import pytest

from pet_workbench.datasets import data_path
from pet_workbench.usecases.aio.own_tables import read
from pet_workbench.usecases.aio.population import passes_eleven_test
from tools.examples import examples, main

FOLDER = data_path() / "examples"


@pytest.fixture(scope="module")
def dutch():
    """Read the Dutch pair."""
    return read(FOLDER / "svb_voorbeeld.csv", FOLDER / "uwv_voorbeeld.csv")


def test_script_makes_exactly_the_files_there_are(tmp_path):
    """Byte for byte: nobody edited one by hand."""
    main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in FOLDER.glob("*.csv")}
    assert made == examples()


def test_both_languages_hold_the_same(dutch):
    """The English twins differ in names and separators only."""
    english = read(FOLDER / "svb_example.csv", FOLDER / "uwv_example.csv")
    for party in dutch:
        assert english[party].equals(dutch[party])


def test_examples_are_a_thousand_households(dutch):
    """Large enough to show something, small enough to look through."""
    assert dutch["SVB"]["household"].nunique() == 1_000


def test_nobody_in_the_examples_can_exist(dutch):
    """No number of a person is a valid citizen service number."""
    for table in dutch.values():
        assert not passes_eleven_test(table["person"].to_numpy()).any()


def test_dutch_files_suit_dutch_excel():
    """A mark for UTF-8, semicolons, decimal commas and Dutch words."""
    content = (FOLDER / "svb_voorbeeld.csv").read_bytes()
    header, first = content.decode("utf-8-sig").split("\r\n")[:2]
    assert content.startswith(b"\xef\xbb\xbf")
    assert header == "persoon;huishouden;aow;ontvangt_aio;woont_in_buitenland"
    assert first.count(";") == 4
    assert first.count(",") == 1
