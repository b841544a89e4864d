"""Measuring on the page: what will be measured, measuring it, stopping, taking it home."""

import threading

from pet_workbench.bench.store import Store
from pet_workbench.widgets.evidence import BenchmarkLab
from pet_workbench.widgets.evidence.files import read_lines
from pet_workbench.widgets.upload import UploadedFile
from tests.widgets.invented_records import records


def trial(case="table", techniques=("trusted-third-party",)):
    """Return the part with one tiny measurement chosen."""
    part = BenchmarkLab(lang="en", records=records(), stopped=[]).trial
    part.offer.case.value = case
    for id, box in part.offer.techniques.boxes.items():
        box.value = id in techniques
    part.offer.repeats.value = 1
    return part


def test_only_ticked_techniques_are_planned():
    """Ticks, size and networks decide which cells there are."""
    part = trial(techniques=("trusted-third-party", "masked-ring"))
    assert {cell.technique for cell in part.offer.plan().cells} == {
        "trusted-third-party",
        "masked-ring",
    }
    part.offer.networks.boxes["wan"].value = True
    assert len(part.offer.plan().cells) == 4


def test_nothing_ticked_cannot_be_started():
    """The button waits until there is something to do."""
    part = trial(techniques=())
    assert part.job.start_button.disabled
    assert "at least one technique" in part.foreseen.value


def test_what_is_left_out_is_told_beforehand():
    """A technique that is not worth measuring beyond a size is named, with that size."""
    part = trial("education-tax", techniques=("secret-sharing:sort-join",))
    part.offer.largest.value = part.offer.largest.options[-1][1]

    assert part.offer.plan().left_out
    assert "takes too long to measure" in part.foreseen.value


def test_a_budget_fits_into_binder_by_default():
    """Two gigabytes have to hold the page as well."""
    budget = trial().offer.budget
    assert budget.memory_mb <= 1_000
    assert budget.seconds <= 60


def test_a_measurement_is_shown_and_can_be_taken_home():
    """One tiny cell is measured in a process of its own; its record is offered as a file."""
    part = trial()
    part.job.run()

    assert part.job.state == "done", part.job.error
    assert "compared" not in part.results.value
    assert "<table" in part.results.value
    saved = UploadedFile("records.jsonl", part.download.content)
    assert read_lines(saved, lang="en") == Store(part.store.path).lines()


def test_cancelling_ends_the_job_and_keeps_what_was_finished():
    """Cancel while it runs leaves the page usable."""
    part = trial("aio", techniques=("plain-exchange", "homomorphic:bfv"))
    threading.Timer(0.5, part.job.cancel_button.click).start()
    part.job.run()

    assert part.job.state == "cancelled"
    assert not part.job.start_button.disabled
    assert part.now.value == ""
