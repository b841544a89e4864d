"""Tests of long work: it reports, stops when asked, and fails in words."""

import threading
import time

import pytest

from pet_workbench.core import PetError
from pet_workbench.widgets import Job

PATIENCE_SECONDS = 10


def wait_for(job: Job, *states: str) -> None:
    """Wait until `job` is in one of `states`."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while job.state not in states:
        assert time.monotonic() < deadline, f"need one of {states}, got {job.state}"
        time.sleep(0.005)


def test_the_result_is_kept_and_handed_on():
    """What the work returns is the result, and `on_done` gets it."""
    seen = []
    job = Job(lambda step: 42, lang="nl", on_done=seen.append)
    job.run()

    assert (job.state, job.result, seen) == ("done", 42, [42])
    assert job.status.value == "Klaar."


def test_it_runs_beside_the_page_and_stops_when_asked():
    """While the work is busy the buttons are alive, and Cancel ends it at the next step."""
    started = threading.Event()

    def endless(step):
        while True:
            started.set()
            step(1, 4)
            time.sleep(0.001)

    job = Job(endless, lang="en")
    job.start_button.click()
    assert started.wait(PATIENCE_SECONDS)
    assert (job.state, job.start_button.disabled, job.cancel_button.disabled) == (
        "running",
        True,
        False,
    )
    job.cancel_button.click()
    wait_for(job, "cancelled")

    assert job.status.value == "Stopped. Nothing was kept."
    assert (job.start_button.disabled, job.cancel_button.disabled) == (False, True)


def test_a_second_start_while_running_does_nothing():
    """Pressing twice does not do the work twice."""
    go_on, runs = threading.Event(), []

    def work(step):
        runs.append(1)
        go_on.wait(PATIENCE_SECONDS)

    job = Job(work, lang="en")
    job.start()
    job.start()
    go_on.set()
    wait_for(job, "done")

    assert runs == [1]


def test_progress_is_a_real_progress_element():
    """Progress is shown as a number that a screen reader knows, in the reader's writing."""
    shown = []

    def work(step):
        step(1, 4)
        shown.append(job.progress.value)

    job = Job(work, lang="nl")
    job.run()

    assert '<progress class="pet-progress" max="1" value="0.2500"' in shown[0]
    assert shown[0].endswith("25%")
    assert job.progress.value == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PetError("page.upload_first", "need {files}", files="A"), "Kies eerst deze bestanden: A."),
        (ValueError("internal"), "niet hadden voorzien"),
    ],
)
def test_failure_is_told_in_words(error, words):
    """The reader reads a sentence; the error itself is kept for whoever looks for it."""

    def work(step):
        raise error

    job = Job(work, lang="nl")
    job.run()

    assert (job.state, job.error) == ("failed", error)
    assert words in job.alert.value
    assert "internal" not in job.alert.value


def test_the_next_run_starts_clean():
    """An error of an earlier run does not stay on the page."""
    outcomes = iter([ValueError("x"), None])

    def work(step):
        if error := next(outcomes):
            raise error

    job = Job(work, lang="nl")
    job.run()
    job.run()

    assert (job.state, job.error, job.alert.value) == ("done", None, "")
