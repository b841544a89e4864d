"""Walk through the answers to the needs, all of them or drawn at random."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from pet_workbench.decide import chooser
from pet_workbench.decide.conditions import Answers

TOP = (99, 99)
"""The protection of "do not": nothing happens to the data."""
OF_GATE = {
    "kinds": ("health", "tax", "ordinary"),
    "learns": ("groups-one", "groups-all", "people-one"),
}
"""Questions of the gate that rules of the chooser look at, with answers of each sort."""


def written(text: str) -> dict[str, tuple[str, ...]]:
    """Read answers written as "parties=two output=lists"."""
    return {id: (option,) for id, option in (pair.split("=") for pair in text.split())}


def plain(fixed: Mapping[str, Sequence[str]]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield all answers to questions that are not ordered, but for those held at `fixed`."""
    yield from _walk(0, {}, fixed)


def _walk(place, given, fixed):
    if place == len(chooser.questions()):
        yield dict(given)
        return
    question = chooser.questions()[place]
    if question.id in chooser.ordered() or not question.when.holds(given):
        yield from _walk(place + 1, given, fixed)
        return
    for option in fixed.get(question.id, question.choices):
        yield from _walk(place + 1, {**given, question.id: (option,)}, fixed)


def severities(given: Answers) -> Iterator[tuple[tuple[int, ...], dict[str, tuple[str, ...]]]]:
    """Yield every mix of severe and mild on top of `given`, with its place on each scale."""
    asked = [
        one.id
        for one in chooser.questions()
        if one.id in chooser.ordered() and one.when.holds(given)
    ]
    scales = [chooser.ordered()[id] for id in asked]
    for places in product(*(range(len(scale)) for scale in scales)):
        chosen = {id: (scale[at],) for id, scale, at in zip(asked, scales, places, strict=True)}
        yield places, {**given, **chosen}


def drawn(rng: random.Random) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Draw answers to the gate (some) and to the needs (all that are asked)."""
    gate = {id: (rng.choice(all_),) for id, all_ in OF_GATE.items() if rng.random() < 0.3}
    needs: dict[str, tuple[str, ...]] = {}
    for question in chooser.questions():
        if question.when.holds(needs):
            needs[question.id] = (rng.choice(question.choices),)
    return gate, needs
