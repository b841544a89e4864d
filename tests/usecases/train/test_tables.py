"""Generated, real and own tables."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.datasets import figures
from pet_workbench.datasets.figures import data_path
from pet_workbench.usecases.train import CASE, COORDINATOR, HOSPITALS, features_of, real
from pet_workbench.usecases.train.population import generate
from tests.usecases.train.made import SECURE, TABLES, theirs

COUNTRY = generate(23_203, seed=1)


def test_as_many_as_published():
    """Eight hospitals, the number of patients of the publication, the last one forty times less."""
    published = figures("train")
    sizes = [len(table) for table in COUNTRY.values()]
    assert sum(sizes) == published["patients"].value == CASE.sizes[-1]
    assert len(sizes) == published["institutes"].value
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 10 * sizes[-1]


def test_one_in_five_lives_for_five_years():
    """Of those followed that long, as many live as the registry published, within two points."""
    whole = pd.concat(COUNTRY.values())
    followed = (whole["months"] > 60) | (whole["died"] == 1)
    reached = generate(60_000, seed=5)
    everybody = pd.concat(reached.values())
    # who was followed to the end is a random choice, so that the product of monthly chances holds
    alive = 1.0
    for month in range(1, 61):
        at_risk = (everybody["months"] >= month).sum()
        dead = ((everybody["months"] == month) & (everybody["died"] == 1)).sum()
        alive *= 1 - dead / at_risk
    assert alive == pytest.approx(figures("train")["five_years"].value, abs=0.02)
    assert followed.any()


def test_half_had_spread_when_found():
    """Stage IV is half of all patients together, more in the first hospital than in the last."""
    shares = {name: (table["stage"] == 3).mean() for name, table in COUNTRY.items()}
    whole = pd.concat(COUNTRY.values())
    assert (whole["stage"] == 3).mean() == pytest.approx(0.57, abs=0.02)
    assert shares["Ziekenhuis A"] > shares["Ziekenhuis G"] + 0.2


def test_the_same_seed_gives_the_same_patients():
    """Another seed gives others, and there is a smallest and a largest number."""
    assert all(
        generate(500, seed=3)[name].equals(generate(500, seed=3)[name]) for name in HOSPITALS
    )
    assert not generate(500, seed=3)["Ziekenhuis A"].equals(generate(500, seed=4)["Ziekenhuis A"])
    for n in (199, 3_000_001):
        with pytest.raises(ParameterError):
            generate(n, seed=1)


def test_the_real_patients_are_those_of_the_file():
    """226 of 228, in 18 institutions, and together the fit of another library on the file itself.

    The file is read here once more, by other means.
    """
    tables = real()
    assert len(tables) == 18
    assert sum(map(len, tables.values())) == 226
    assert features_of(tables) == ("age", "female", "poor_condition")
    parameters = {"model": "cox", "period": 6, "until": 24}
    outcome = CASE.run(SECURE, tables, **parameters)
    file = np.genfromtxt(data_path() / "health_lung_ncctg.csv", delimiter=",", names=True)
    file = file[np.isfinite(file["inst"]) & np.isfinite(file["phecog"])]
    assert sum(table["died"].sum() for table in tables.values()) == file["status"].sum()
    assert sum((table["female"]).sum() for table in tables.values()) == (file["sex"] == 2).sum()
    assert np.abs(outcome.answer.coefficients - theirs(tables, **parameters)[0]).max() < 1e-6


def test_real_institutions_are_too_small_for_plain_sums():
    """Most have fewer than ten patients, so they refuse, and shares do not need to."""
    with pytest.raises(PrivacyError):
        CASE.run("federated", real())
    assert CASE.run(SECURE, real()).error < 1e-6


def test_the_example_files_are_read_as_they_were_made():
    """Both languages give the generated patients of three hospitals."""
    folder = data_path() / "examples"
    made = CASE.load(n=2_000, seed=2024)
    for word in ("voorbeeld", "example"):
        tables = CASE.read({at: folder / f"train_{at}_{word}.csv" for at in "abc"})
        for at, name in zip("abc", HOSPITALS, strict=False):
            expected = made[name].astype(tables[at].dtypes.to_dict())
            assert tables[at].equals(expected[list(tables[at].columns)])


def test_own_files_are_refused_with_all_that_is_wrong():
    """A wrong stage and a month 0 are two problems; two files are too few."""
    row = b"age,female,stage,poor condition,months,died\n71,yes,III,no,14,yes\n"
    wrong = b"age,female,stage,poor condition,months,died\n71,yes,V,no,14,yes\n60,no,I,no,0,no\n"
    with pytest.raises(DataError) as caught:
        CASE.read({"a": row, "b": row, "c": wrong})
    assert len(caught.value.parameters["problems"]) == 2
    with pytest.raises(DataError, match="3 hospitals"):
        CASE.read({"a": row, "b": row})


def test_one_hospital_reads_its_own_file(tmp_path: Path):
    """On a machine where no other table is; the coordinator has none."""
    file = tmp_path / "own.csv"
    file.write_bytes(
        b"leeftijd;vrouw;stadium;slechte conditie;maanden;overleden\n71;ja;4;nee;3;ja\n"
    )
    assert CASE.read_own("Ziekenhuis X", file)["stage"].tolist() == [3]
    with pytest.raises(ParameterError):
        CASE.read_own(COORDINATOR, file)


def test_tables_without_a_column_do_without_the_feature():
    """What not all hospitals have is left out of the model."""
    tables = {name: table.drop(columns="stage") for name, table in TABLES.items()}
    outcome = CASE.run("federated", tables)
    assert outcome.answer.names == ("constant", "age", "female", "poor_condition")
    assert outcome.error < 1e-9


def test_ratios_have_bounds():
    """A ratio lies between its bounds, which are further apart in a smaller study."""
    ratios = CASE.exact(TABLES, **CASE.complete({})).ratios()
    assert ratios.shape == (7, 3)
    assert (ratios[:, 1] < ratios[:, 0]).all()
    assert (ratios[:, 0] < ratios[:, 2]).all()
