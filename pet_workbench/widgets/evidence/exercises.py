"""Four questions whose answers follow from the measurements that are there."""

from collections.abc import Callable

from pet_workbench import usecases
from pet_workbench.bench import costs
from pet_workbench.bench.matrix import Fits
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.core import PROFILES
from pet_workbench.reports.summary import is_unprotected
from pet_workbench.viz.evidence_words import time_text
from pet_workbench.widgets.case.exercises import exercise
from pet_workbench.widgets.evidence.priced import uses_at
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.exercise import ChoiceField, Exercise
from pet_workbench.widgets.page import Panel

CASE = "aio"
"""Of the first question: two techniques that protect, and two that do not."""
NETWORK = next(profile for profile in PROFILES if profile.id == "mobile")
GROWTH = ("bytes", "both", "neither")
FIGURES = ("bytes", "seconds", "ratio", "rounds")
Made = Callable[[LabState, int], Exercise | None]


class Exercises(Panel):
    """Questions that check their own answers; one about what was not measured is left out.

    Attributes
    ----------
    named : dict of str to Exercise
    """

    def __init__(self, state: LabState) -> None:
        self.named: dict[str, Exercise] = {}
        makers: dict[str, Made] = {
            "cheapest": cheapest,
            "doubles": doubles,
            "attack": attacked,
            "mislead": misleading,
        }
        for name, make in makers.items():
            made = make(state, len(self.named) + 1)
            if made is not None:
                self.named[name] = made
        words = state.words
        super().__init__(list(self.named.values()), lang=words.lang, label=words("exercises_label"))


def cheapest(state: LabState, n: int) -> Exercise | None:
    """Return the question which protection is first done for the whole country, by phone."""
    words, national = state.words, usecases.get(CASE).sizes[-1]
    uses = uses_at(state.stored(CASE), national)
    times = {id: costs.seconds_on(use, NETWORK).middle for id, use in uses.items()}
    protecting = [id for id in times if not is_unprotected(id)]
    if len(protecting) < 2:
        return None
    right = min(protecting, key=lambda id: times[id])
    field = ChoiceField({id: technique_name(CASE, id, words.lang) for id in times}, lang=words.lang)

    def check(chosen: str) -> bool | str:
        return chosen == right or (
            words("ex_cheapest_contrast") if is_unprotected(chosen) else False
        )

    return exercise(
        "cheapest",
        words,
        n,
        [field],
        check,
        people=people(CASE, national, words.lang),
        right=technique_name(CASE, right, words.lang),
        time=time_text(times[right], words.lang),
        least=time_text(min(times.values()), words.lang),
    )


def doubles(state: LabState, n: int) -> Exercise | None:
    """Return the question what grows with the number of people."""
    words = state.words
    id = next(iter(usecases.get(CASE).techniques))
    records = {record.n: record for record in state.stored(CASE) if record.technique == id}
    if len(records) < 2:
        return None
    small, large = records[min(records)], records[max(records)]
    field = ChoiceField({one: words(f"ex_doubles_{one}") for one in GROWTH}, lang=words.lang)
    return exercise(
        "doubles",
        words,
        n,
        [field],
        lambda chosen: chosen == "bytes",
        times=words.number(large.n / small.n),
        bytes=words.number(large.bytes / small.bytes),
        first=words.number(small.rounds),
        last=words.number(large.rounds),
    )


def attacked(state: LabState, n: int) -> Exercise | None:
    """Return the task to find a cell in which the attack succeeds; the matrix is the answer."""
    words, matrix = state.words, state.matrix
    broken = {
        (case, kind)
        for case in matrix.cases
        for kind in matrix.kinds
        if isinstance(cell := matrix.cell(case, kind), Fits)
        and any(one.attack and one.attack.result == "succeeded" for one in cell.techniques)
    }
    if not broken:
        return None

    def check() -> bool | str:
        if (state.case, state.kind) in broken:
            return True
        fits = isinstance(matrix.cell(state.case, state.kind), Fits)
        return words("ex_attack_wrong_fits" if fits else "ex_attack_wrong_empty")

    return exercise("attack", words, n, [], check, cells=words.number(len(broken)))


def misleading(state: LabState, n: int) -> Exercise:
    """Return the question which figure does not travel to another machine."""
    words = state.words
    field = ChoiceField({one: words(f"ex_mislead_{one}") for one in FIGURES}, lang=words.lang)

    def check(chosen: str) -> bool | str:
        return chosen == "seconds" or words(f"ex_mislead_wrong_{chosen}")

    return exercise("mislead", words, n, [field], check)
