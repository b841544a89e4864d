"""Evidence in sentences: the nearest technique measured, its record, and what is missing."""

import json

import pytest

from pet_workbench import bench
from pet_workbench.core import ParameterError
from pet_workbench.reports.memo import nearest_evidence
from pet_workbench.reports.memo.evidence import measured_cases


def test_the_record_is_one_that_comes_with_the_workbench():
    """Key, commit and date are those of a stored record of the largest size."""
    found = nearest_evidence("secret-sharing", "aio", "en")
    stored = [one for one in bench.stored("aio") if one.technique == found.technique]
    last = max(stored, key=lambda one: one.n)

    assert found.record.commit == last.commit
    assert f"n={last.n}" in found.record.key
    assert json.loads(found.record.line)["date"] == last.date


def test_the_link_leads_to_the_cell_of_the_matrix():
    """The address is that of the benchmark page, whatever other parts there are."""
    found = nearest_evidence("secret-sharing+suppression", "entrepreneurs", "nl")

    assert found.link == "20_benchmark_lab.ipynb#matrix-entrepreneurs-secret-sharing"


def test_a_combination_that_was_measured_is_preferred():
    """With noise asked for, the technique with noise is the evidence."""
    found = nearest_evidence("secret-sharing+differential-privacy", "securened", "en")

    assert found.technique == "secret-sharing+differential-privacy"
    assert len(found.about) == 1


def test_what_was_not_measured_with_it_is_said():
    """A part that the measured technique lacks is named, never passed over."""
    found = nearest_evidence("secret-sharing+differential-privacy", "aio", "en")

    assert any("Without: Differential privacy" in one for one in found.about)


def test_a_kind_that_was_not_measured_gives_the_reason():
    """There are no figures then, and the reason of the matrix stands in their place."""
    found = nearest_evidence("differential-privacy", "aio", "nl")

    assert found.technique is None
    assert found.record is None
    assert len(found.sentences) == 3
    assert found.attack == ""


def test_extrapolated_figures_say_so():
    """Without the largest size the figures for the country are called estimated."""
    stored = bench.stored("aio")
    smaller = [one for one in stored if one.n < max(every.n for every in stored)]
    found = nearest_evidence("secret-sharing", "aio", "en", measured=smaller)

    assert "measured up to" in found.national
    assert "(measured)" in found.teaching


@pytest.mark.parametrize("case", measured_cases())
def test_every_case_has_evidence_in_both_languages(case):
    """For each case there are sentences with figures about its own main technique."""
    from pet_workbench.bench.matrix import kinds_of
    from pet_workbench.usecases import get

    kinds = "+".join(kinds_of(next(iter(get(case).techniques))))
    told = {lang: nearest_evidence(kinds, case, lang) for lang in ("nl", "en")}

    assert all(one.record is not None and one.national for one in told.values())
    assert told["nl"].sentences != told["en"].sentences


def test_an_unknown_case_or_kind_is_refused():
    """The message names what there is."""
    for arrangement, case in (("secret-sharing", "nothing"), ("magic", "aio")):
        with pytest.raises(ParameterError, match="need"):
            nearest_evidence(arrangement, case, "nl")
