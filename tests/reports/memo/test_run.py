"""What is kept of a run says what it took and who learned what, and nothing about anybody."""

import json

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, sections
from pet_workbench.i18n import text
from pet_workbench.reports.memo import run_summary, write_memo
from pet_workbench.reports.memo.run import FEW
from pet_workbench.usecases.debts.case import MUNICIPALITY
from tests.reports.memo.dossiers import run

KEPT = frozenset(sections.schema()["properties"]["run"]["anyOf"][-1]["properties"])


def ran(key: str, **parameters):
    """Run a case at its smallest size, with its main technique."""
    case = usecases.get(key)
    tables = case.load(n=case.sizes[0], seed=1)
    return case.run(next(iter(case.techniques)), tables, **parameters)


@pytest.mark.parametrize("key", ["table", "informants", "treatment", "securened", "gas"])
def test_a_run_can_be_kept_as_json(key):
    """It holds what the schema says and no more, and comes back out of JSON as it was."""
    kept = run_summary(key, ran(key), n=100)

    sections.check("run", kept)
    assert set(kept) == KEPT
    assert json.loads(json.dumps(kept)) == kept


def test_nobody_who_was_found_is_in_it():
    """The numbers of the households that were found stand nowhere in what is kept."""
    case = usecases.get("aio")
    outcome = case.run("secret-sharing", case.load(n=1000, seed=3), minimum_found=1)
    kept = json.dumps(run_summary("aio", outcome, n=1000))

    assert outcome.answer.households.size > 0
    assert not any(f" {one}," in kept for one in outcome.answer.households if one > 100)
    assert "answer" not in kept
    assert "exact" not in kept


def test_few_found_are_not_counted():
    """A small count can point at somebody: only that there were few is kept."""
    outcome = ran("informants")
    kept = run_summary("informants", outcome)
    counts = [one["items"] for one in kept["released"]]

    real = [one.items for one in outcome.released]
    assert counts == [None if items < FEW else items for items in real]
    assert all(count is None or count >= FEW for count in counts)


def test_a_parameter_that_stands_for_a_person_is_left_out():
    """Of whom somebody asks whether he has debts is not kept; thresholds are."""
    case = usecases.get("debts")
    tables = case.load(n=case.sizes[0], seed=1)
    somebody = int(np.asarray(tables[MUNICIPALITY].iloc[0, 0]))
    outcome = case.run("secret-sharing", tables, question="citizen", citizen=somebody)
    kept = run_summary("debts", outcome)

    assert "citizen" not in kept["parameters"]
    assert kept["parameters"]["at_least"] == 3


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_memo_of_a_run_alone_makes_sense(lang):
    """It is called by its case, says it is a simulation, and has the measured evidence with it."""
    made = write_memo(Dossier.empty(lang).with_(run=run()), "html").decode()

    assert "AIO" in made.partition("<h1>")[2].partition("</h1>")[0]
    assert {"nl": "simulatie", "en": "simulation"}[lang] in made
    assert "aio / secret-sharing:pseudonyms / n=" in made


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("key", "technique", "label"),
    [
        ("passport", "zero-knowledge", "memo.label_proofs"),
        ("mobility", "enclave+suppression", "memo.label_enclave"),
    ],
)
def test_a_memo_of_a_run_carries_the_label_of_its_technique(lang, key, technique, label):
    """What is simulated or made to learn with is called so in the memo too, and once."""
    kept = {**run(), "case": key, "technique": technique, "released": [], "leaks": []}
    made = write_memo(Dossier.empty(lang).with_(run=kept), "html").decode()

    assert made.count(text(label, lang)) == 1


@pytest.mark.parametrize("wrong", [{"seconds": "long"}, {"received": 5}, {"extra": 1}])
def test_a_broken_run_is_refused(wrong):
    """The field that is wrong is named, and no memo is made."""
    with pytest.raises(DataError) as refused:
        write_memo(Dossier.empty("nl").with_(run={**run(), **wrong}), "html")

    assert refused.value.parameters["field"].startswith(f"run.{next(iter(wrong))}")
