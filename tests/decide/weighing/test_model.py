"""A weighing goes to a dossier and back, and what is wrong is refused with its place."""

import copy
import dataclasses

import pytest
from hypothesis import given, settings

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.decide.weighing import Judgement, Person, Project, Weighing, example, framework
from pet_workbench.i18n import LANGUAGES, error_text
from tests.decide.weighing.people import weighings


@settings(max_examples=40, deadline=None)
@given(weighings())
def test_a_weighing_comes_back_as_it_went(weighing):
    """Through the mapping, and through the file of a dossier."""
    assert Weighing.from_mapping(weighing.to_mapping()) == weighing
    dossier = Dossier.empty("en").with_(weighing=weighing.to_mapping())
    assert Weighing.from_mapping(Dossier.from_json(dossier.to_json()).weighing) == weighing


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_comes_back_with_its_reasons(lang):
    """Texts with line breaks and quotes survive the file."""
    filled = example(lang)
    dossier = Dossier.empty(lang).with_(weighing=filled.to_mapping())
    assert Weighing.from_mapping(Dossier.from_json(dossier.to_json()).weighing) == filled


def test_both_examples_have_the_same_scores():
    """Only the texts differ between the languages."""
    nl, en = (
        [(one.role, dict(one.scores), set(one.reasons)) for one in example(lang).people]
        for lang in ("nl", "en")
    )
    assert nl == en


def wrong(change):
    """Return the example's mapping after a change."""
    state = copy.deepcopy(example("en").to_mapping())
    change(state)
    return state


BROKEN = {
    "role": lambda state: state["people"][0].update(role="king"),
    "question": lambda state: state["people"][1]["scores"].update(weather=3),
    "reason": lambda state: state["people"][1]["reasons"].update(weather="x"),
    "verdict": lambda state: state["judgement"].update(verdict="perhaps"),
    "twice": lambda state: state["people"].append(state["people"][0]),
    "nameless": lambda state: state["people"].append(
        {"role": "other", "name": " ", "scores": {}, "reasons": {}}
    ),
    "high": lambda state: state["people"][0]["scores"].update(privacy=6),
    "low": lambda state: state["people"][0]["scores"].update(privacy=-1),
    "half": lambda state: state["people"][0]["scores"].update(privacy=2.5),
    "true": lambda state: state["people"][0]["scores"].update(privacy=True),
    "text": lambda state: state["people"][0]["scores"].update(privacy="5"),
    "null": lambda state: state["people"][0]["scores"].update(privacy=None),
    "long": lambda state: state["project"].update(goal="x" * 4001),
    "many": lambda state: state.update(conditions=["x"] * 31),
    "more": lambda state: state.update(average=3),
    "less": lambda state: state.pop("judgement"),
    "list": lambda state: state.update(people={}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_no_weighing_can_be_is_refused_in_words(name):
    """A broken part is a data error with a text in both languages, never a crash."""
    with pytest.raises(DataError) as refused:
        Weighing.from_mapping(wrong(BROKEN[name]))
    assert all(error_text(refused.value, lang) for lang in LANGUAGES)


def test_a_refused_score_says_where():
    """The field in the file is named."""
    with pytest.raises(DataError, match=r"weighing\.people\[0\]\.scores\.privacy"):
        Weighing.from_mapping(wrong(BROKEN["high"]))


def made(what):
    """Make something that is wrong, without a file."""
    return {
        "score": lambda: Person("manager", scores={"goal": 3}),
        "high": lambda: Person("manager", scores={"ethics": 6}),
        "bool": lambda: Person("manager", scores={"ethics": True}),
        "name": lambda: Person("manager", "x" * 81),
        "goal": lambda: Project(goal="x" * 4001),
        "reason": lambda: Judgement("yes", "x" * 4001),
        "crowd": lambda: Weighing(people=tuple(Person("citizen", str(n)) for n in range(13))),
        "conditions": lambda: Weighing(conditions=("x" * 4001,)),
    }[what]()


@pytest.mark.parametrize(
    "what", ["score", "high", "bool", "name", "goal", "reason", "crowd", "conditions"]
)
def test_nothing_wrong_can_be_made_on_the_page_either(what):
    """The model checks itself, not only files."""
    with pytest.raises(DataError):
        made(what)


def test_the_schema_of_the_file_has_the_limits_of_the_content():
    """Scale, lengths and counts stand in the content file; the schema repeats them."""
    limits, scores = framework().limits, framework().scores
    filled = example("en")
    most = filled.with_(
        people=tuple(Person("citizen", str(n)) for n in range(limits.people)),
        conditions=("x" * limits.text,) * limits.conditions,
        project=Project(*("x" * limits.text,) * 3),
    )
    assert Weighing.from_mapping(most.to_mapping()) == most
    person = filled.people[0]
    ends = filled.with_person(0, person.scoring("privacy", scores[0]).scoring("sector", scores[-1]))
    assert Weighing.from_mapping(ends.to_mapping()) == ends


def test_a_score_and_a_reason_can_be_taken_back():
    """Nothing is left behind of either."""
    person = Person("citizen").scoring("ethics", 3).reasoning("ethics", "So.")
    back = person.scoring("ethics", None).reasoning("ethics", " ")
    assert back == Person("citizen")


def test_a_weighing_cannot_be_changed_behind_the_back_of_the_page():
    """Whoever holds one may rely on it."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Weighing.empty().conditions = ("x",)
