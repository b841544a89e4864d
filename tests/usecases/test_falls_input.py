"""Files for the cases on falls: read back as written, and refused with all that is wrong."""

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import each_problem, write_csv
from pet_workbench.i18n import LANGUAGES
from pet_workbench.usecases import fall_injuries, falls
from pet_workbench.usecases.fall_injuries import own_tables as injury_tables
from pet_workbench.usecases.falls import CARE, HOSPITAL, WEIGHTS, own_tables
from pet_workbench.usecases.falls.clients import COLUMNS

ROW = "1,80,yes,0,no,no,no,no,no,5,no,no,no,no,no,no,no"
HEADER = ",".join(COLUMNS)
MODEL = "feature,weight\n" + "".join(f"{name},{place}\n" for place, name in enumerate(WEIGHTS))


def files(clients=(ROW,), model=MODEL):
    """Return both files of the case `falls`."""
    return {CARE: "\n".join((HEADER, *clients, "")).encode(), HOSPITAL: model.encode()}


def problems(read, given):
    """Return the ids of everything that is wrong."""
    with pytest.raises(DataError) as caught:
        read(given)
    return [problem.id for problem in each_problem(caught.value)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_falls_files_are_read_as_they_were_written(lang):
    """In either language's words and separators."""
    tables = falls.CASE.load(n=50, seed=4)
    given = {
        party: write_csv(table, lang=lang, headers=own_tables.HEADERS[lang])
        for party, table in own_tables.written(tables, lang).items()
    }
    for party, table in falls.CASE.read(given).items():
        pd.testing.assert_frame_equal(table[list(tables[party].columns)], tables[party])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_injury_files_are_read_as_they_were_written(lang):
    """The clients' file is that of the other case."""
    tables = fall_injuries.CASE.load(n=400, seed=4)
    given = {
        party: write_csv(table, lang=lang, headers=injury_tables.HEADERS[lang])
        for party, table in tables.items()
    }
    for party, table in fall_injuries.CASE.read(given).items():
        pd.testing.assert_frame_equal(table[list(tables[party].columns)], tables[party])


def test_dutch_words_are_understood():
    """Names of columns and of features in Dutch, yes and no as well."""
    header = ";".join(own_tables.DUTCH[name] for name in COLUMNS)
    row = ROW.replace("yes", "ja").replace("no", "nee").replace(",", ";")
    model = "kenmerk;gewicht\n" + "".join(
        f"{own_tables.DUTCH.get(name, name)};-{place}\n" for place, name in enumerate(WEIGHTS)
    )
    tables = falls.CASE.read({CARE: f"{header}\n{row}\n".encode(), HOSPITAL: model.encode()})
    assert tables[CARE]["female"].tolist() == [True]
    assert tables[HOSPITAL]["weight"].tolist() == [-place for place in range(len(WEIGHTS))]
    assert falls.CASE.run("secret-sharing", tables).error == 0


def test_everything_wrong_is_told_at_once():
    """An age, a yes that is none, a person twice; a word that is no feature."""
    young, odd = ROW.replace("1,80", "2,64"), ROW.replace("1,80,yes", "3,80,perhaps")
    given = files((ROW, ROW, young, odd), MODEL.replace("memory", "memories"))
    found = problems(falls.CASE.read, given)
    assert sorted(found) == [
        "errors.data_choice",
        "errors.data_duplicate_key",
        "errors.data_flag",
        "errors.data_range",
    ]


def test_a_weight_that_is_missing_is_named():
    """A model without a weight would score too low, without a word."""
    given = files(model=MODEL.replace("memory,11\n", ""))
    with pytest.raises(DataError, match="got none for memory") as caught:
        falls.CASE.read(given)
    assert caught.value.id == "errors.falls_weight_missing"


@pytest.mark.parametrize(
    ("model", "id"),
    [
        (MODEL.replace("memory,11", "memory,100001"), "errors.data_range"),
        (MODEL.replace("memory,11", "memory,0.5"), "errors.data_whole_number"),
        (MODEL.replace("memory,11", "gait,11"), "errors.data_duplicate_key"),
    ],
)
def test_weights_that_cannot_be(model, id):
    """Too large, not whole, or twice."""
    assert id in problems(falls.CASE.read, files(model=model))


def test_nobody_in_both_files_is_a_problem():
    """Then probably another kind of number was used."""
    given = {CARE: files()[CARE], HOSPITAL: b"person\n9\n"}
    assert problems(fall_injuries.CASE.read, given) == ["errors.data_nobody_in_both"]


@pytest.mark.parametrize("case", [falls.CASE, fall_injuries.CASE])
def test_each_reads_its_own_file_alone(case):
    """On its own machine, where no other file is; the third body has none."""
    own = case.read_own(CARE, files()[CARE])
    assert own["age"].tolist() == [80]
    assert own["person"].dtype == np.int64
    with pytest.raises(ParameterError):
        case.read_own("ZorgTTP", files()[CARE])
