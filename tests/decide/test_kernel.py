"""Questions are asked where they matter, conditions hold by their truth table, content is whole."""

from itertools import product

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import Condition, content, questions, sources

WRITTEN = {
    "personal": {
        "asks": {"nl": "Persoonsgegevens?", "en": "Personal data?"},
        "why": {"nl": "Daarom.", "en": "Because."},
        "source": ["ours"],
        "options": {
            "yes": {"says": {"nl": "Ja", "en": "Yes"}},
            "no": {"says": {"nl": "Nee", "en": "No"}},
        },
    },
    "kind": {
        "asks": {"nl": "Welke?", "en": "Which?"},
        "why": {"nl": "Daarom.", "en": "Because."},
        "source": ["ours"],
        "several": True,
        "when": {"personal": "yes"},
        "options": {
            "health": {"says": {"nl": "Gezondheid", "en": "Health"}},
            "income": {"says": {"nl": "Inkomen", "en": "Income"}},
        },
    },
    "doctor": {
        "asks": {"nl": "Wie?", "en": "Who?"},
        "why": {"nl": "Daarom.", "en": "Because."},
        "source": ["ours"],
        "when": {"kind": "health"},
        "options": {
            "one": {"says": {"nl": "Een", "en": "One"}},
            "two": {"says": {"nl": "Twee", "en": "Two"}},
        },
    },
}
ASKED = questions.read(WRITTEN, where="test")


def ids(found):
    """Return the ids of questions."""
    return [question.id for question in found]


def test_a_condition_is_its_truth_table():
    """Every needed question has one of its answers, and no barred one has, for all 16 pairs."""
    condition = Condition.of({"a": ["1", "2"], "not": {"b": "1"}})
    for a, b in product(("", "1", "2", "3"), repeat=2):
        answers = {"a": (a,) if a else (), "b": (b,) if b else ()}
        assert condition.holds(answers) == (a in {"1", "2"} and b != "1")
    assert condition.questions == {"a", "b"}


def test_questions_follow_from_answers():
    """A question is asked only when its condition holds, also through another question."""
    assert ids(questions.asked(ASKED, {})) == ["personal"]
    assert ids(questions.asked(ASKED, {"personal": ("yes",)})) == ["personal", "kind"]
    every = {"personal": ("yes",), "kind": ("income", "health")}
    assert ids(questions.asked(ASKED, every)) == ["personal", "kind", "doctor"]


def test_answers_to_questions_no_longer_asked_do_not_count():
    """Changing the first answer drops those that rested on it, two steps further too."""
    given = {"personal": ("no",), "kind": ("health",), "doctor": ("one",)}
    assert questions.relevant(ASKED, given) == {"personal": ("no",)}


@pytest.mark.parametrize(
    "given",
    [
        {"unknown": ("yes",)},
        {"personal": ("maybe",)},
        {"personal": ("yes", "no")},
        {"kind": ("health", "health")},
    ],
    ids=["question", "option", "two", "twice"],
)
def test_an_answer_that_cannot_be_one_is_refused(given):
    """An unknown question or option, two where one is asked, and one twice are refused by name."""
    with pytest.raises(DataError) as caught:
        questions.check(ASKED, given)
    assert caught.value.id == "errors.decide_answer"
    assert caught.value.parameters["question"] in given


def test_good_answers_come_back_as_they_were():
    """An answer may be one id or several; no answer is none."""
    given = {"personal": "yes", "kind": ["health", "income"], "doctor": []}
    found = questions.check(ASKED, given)
    assert found == {"personal": ("yes",), "kind": ("health", "income")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("asks", {"nl": "Alleen Nederlands"}),
        ("asks", {"nl": "x", "en": " "}),
        ("why", "one language"),
        ("source", []),
        ("source", ["nobody-knows"]),
        ("options", {"only": {"says": {"nl": "x", "en": "x"}}}),
        ("when", {"a": 1}),
    ],
)
def test_a_content_file_that_is_not_whole_is_refused(field, value):
    """A missing language, source or option is refused with the place where it is missing."""
    broken = {"personal": {**WRITTEN["personal"], field: value}}
    with pytest.raises(DataError, match=r"test\.personal"):
        questions.read(broken, where="test")


def test_every_source_can_be_quoted():
    """Each source has a kind and a title in both languages; laws and papers have an address."""
    for name in sources.names():
        source = sources.get(name)
        assert source.url.startswith("https://") or source.kind in {"document", "ours"}, name


def test_every_source_is_named_somewhere():
    """No source stands there that no item of the content names."""
    files = content.resources.files("pet_workbench") / "decide" / "content"
    texts = [
        file.read_text(encoding="utf-8") for file in files.iterdir() if file.name != "sources.toml"
    ]
    unused = [name for name in sources.names() if not any(f'"{name}"' in one for one in texts)]
    assert unused == []
