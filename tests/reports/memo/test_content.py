"""What a memo says follows from the dossier: also what is missing or unwelcome."""

import re
from dataclasses import replace

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, chooser, weighing
from pet_workbench.i18n import LANGUAGES, error_text, text
from pet_workbench.reports.memo import write_memo
from tests.reports.memo.dossiers import filled
from tests.reports.memo.test_html import Tree


def said(dossier: Dossier, lang: str = "en") -> str:
    """Return the words of a memo, without its state."""
    page = write_memo(dossier, "html", lang=lang).decode()
    return Tree(page.partition("<main")[2].partition("<script")[0]).words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_is_there_when_everything_is_filled_in(lang):
    """Gate, weighing, technique, evidence, run, balance, adoption and open points."""
    words = said(filled(lang), lang)

    parts = ("gate", "weighing", "technique", "evidence", "run", "balance", "adoption", "open")
    assert [part for part in parts if text(f"memo.{part}", lang) not in words] == []
    assert text("memo.missing", lang) not in words


def test_what_was_not_filled_in_is_named():
    """A reader sees what nobody looked at, instead of nothing."""
    words = said(filled().with_(weighing=None, balance=None))
    missing = words.partition("Not filled in")[2]

    assert "Weighing: may we, can we, is it desirable? and Costs and benefits" in missing


def test_an_empty_dossier_says_so():
    """No technique is advised where nothing was answered."""
    words = said(Dossier.empty("en"))

    assert "Nothing has been filled in yet" in words
    assert "Technique chosen" in words.partition("Not filled in")[2]


def test_a_zero_on_may_is_among_the_first_things_said():
    """No average and no high score elsewhere hides it."""
    short = said(filled("en")).partition("Open points")[0]

    assert weighing.summary(weighing.example("en").to_mapping(), "en").outcome in short
    assert " 0 " in short


def test_a_zero_against_an_open_gate_is_said():
    """Where answers let pass what a person does not allow, the memo warns, and only there."""
    warning = text("memo.contradiction", "en")

    assert warning in said(filled("en"))
    assert warning not in said(filled("en").with_(weighing=None))
    assert warning not in said(filled("en").with_(gate=dict(chooser.case("debts").gate)))


def test_the_choice_stands_beside_the_advice():
    """First in the advice, further down, left out, or not chosen: each is said."""
    answers = {key: getattr(chooser.case("aio"), key) for key in ("gate", "needs")}
    advice = chooser.advise(**{f"{key}_answers": given for key, given in answers.items()})
    second, left = advice.ranked[1].arrangement.id, advice.left_out[0].arrangement.id
    basis = filled("en").with_(rules_off=())

    assert "advice puts this first as well" in said(basis.with_(chosen=advice.first))
    assert f"place 2 of {len(advice.ranked)}" in said(basis.with_(chosen=second))
    assert "advice does not name this" in said(basis.with_(chosen=left))
    assert "Why not in the advice" in said(basis.with_(chosen=left))
    assert "Not chosen yet" in said(basis.with_(chosen=None))
    assert "does not rest on the workbench" in said(basis.with_(needs={}))


def test_a_stop_is_a_stop():
    """Where the law says no, that comes first, with what is possible instead."""
    case = chooser.case("debts")
    words = said(Dossier.empty("en").with_(gate=dict(case.gate), needs=dict(case.needs)))

    assert "Stop. It is not allowed this way" in words
    assert "What is possible" in words
    assert "Evidence" not in words.partition("Not filled in")[0]


def test_rules_that_were_switched_off_are_named():
    """Advice that rests on fewer rules says which are missing."""
    rule = chooser.rules()[0]

    assert rule.reason.en in said(filled("en").with_(rules_off=(rule.id,)))


def test_law_questions_are_for_a_lawyer():
    """They are called questions to be checked, and the notice stands below them."""
    words = said(filled("en"))

    assert "Questions for the lawyer (to be checked by a lawyer)" in words
    assert "no legal advice" in words


def test_scores_of_many_people_still_fit():
    """Of more people than the page has room for, the lowest and highest score are shown."""
    few = weighing.example("en")
    many = replace(few, people=tuple(replace(few.people[0], name=f"P{n}") for n in range(9)))
    page = write_memo(filled("en").with_(weighing=many.to_mapping()), "html").decode()

    assert page.count('scope="col"') < 14
    assert "Lowest and highest" in page


def test_long_texts_are_shortened_where_they_are_shown():
    """The reader sees that there is more, and where."""
    words = said(filled("en").with_(question="Why? " * 1000, open_points=("x " * 900,) * 20))

    assert words.count("… (see the file)") >= 2
    assert re.search(r"and 1\d more", words)


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("balance", {"example": "nothing"}),
        ("weighing", {"people": 5}),
        ("adoption", {"partners": 7}),
        ("chosen", "magic"),
        ("gate", {"about": ("aliens",)}),
    ],
)
def test_broken_parts_are_refused_in_words(field, broken):
    """No memo is made of what cannot be understood, and the message is in both languages."""
    with pytest.raises(DataError) as refused:
        write_memo(filled("nl").with_(**{field: broken}), "html")

    assert all(error_text(refused.value, lang) for lang in LANGUAGES)
