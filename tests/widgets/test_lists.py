"""The page on lists, moved through its traits: what it shows, the live attack, the false list."""

import pandas as pd
import pytest

from pet_workbench.usecases.fugitives import BANK, JUSTICE
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.job import Cancelled
from pet_workbench.widgets.lists import FugitivesPage, InformantsPage
from pet_workbench.widgets.lists.breaking import TARGETS


@pytest.fixture(scope="module")
def page():
    """Return the page on fugitives, with few people."""
    page = FugitivesPage(lang="nl")
    page.state.n = 500
    return page


@pytest.fixture(scope="module")
def lists():
    """Return the page on informants, with few people."""
    page = InformantsPage(lang="en")
    page.state.n = 200
    return page


def test_fewer_days_find_fewer_people(page):
    """The slider decides whom the bank puts in, and the chart shows the answer."""
    page.state.within_days = 365
    many = page.state.outcome().answer.persons.size
    assert sum(page.try_it.chart.figure["data"][0]["x"]) == many
    page.state.within_days = 1
    assert page.state.outcome().answer.persons.size < many
    page.state.within_days = 30


@pytest.mark.parametrize("target", TARGETS)
def test_attack_finds_whom_it_should(page, target, monkeypatch):
    """Hashes, salted hashes and pseudonyms with the key are read; without the key nobody is."""
    sought = page.state.tables[JUSTICE]["person"]
    stop = int(sought.min()) // 10 + 1
    monkeypatch.setattr("pet_workbench.widgets.lists.breaking.FIRST_PREFIX", stop - 1_000)
    monkeypatch.setattr("pet_workbench.widgets.lists.breaking.PREFIXES", stop - 1_000 + 100_000)
    section = page.breaking
    section.target.value, section.part.value = target, 1
    section.job.run()
    assert section.job.state == "done", section.job.error
    last = section.job.result.reports[-1]
    assert len(last.found) == (0 if target == "without" else 1)
    if target != "without":
        assert int(sought.min()) in last.found.values()
        assert str(sought.min()) in section.table.value
    assert section.chart.layout.display == ""
    assert section.sentence.value


def test_another_target_takes_the_attack_away(page):
    """What was found belongs to the list that was attacked."""
    section = page.breaking
    section.target.value = "hash"
    section.sentence.say("something")
    section.target.value = "with"
    assert section.sentence.value == page.words("break_ready_with")
    assert section.chart.layout.display == "none"


def test_attack_can_be_stopped(page, monkeypatch):
    """Cancel ends it at the next report."""
    section = page.breaking
    section.target.value, section.part.value = "hash", 100

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        section._work(stop)
    assert section.live.value


def test_everybody_on_the_list_is_read_or_refused(page):
    """Without a low limit Justice reads every recent customer; with one it reads nobody."""
    section = page.everybody
    section.limit.value = 20_000
    section.attack()
    recent = int((page.state.tables[BANK]["days_ago"] <= 30).sum())
    assert page.words.number(recent) in section.sentence.value
    assert not section.refusal.value
    section.limit.value = 100
    section.attack()
    assert "500" in section.refusal.value
    assert "100" in section.sentence.value


def test_own_files_are_answered(page):
    """The example files give people with their province in words."""
    given = examples(page)
    files = {slug: content for slug, (_, content) in given.items()}
    tables = page.case.read({page.files[slug]: content for slug, content in files.items()})
    outcome = page.case.run(page.main, tables, **page.state.run_arguments())
    answer = page.own_answer(tables, outcome)
    assert outcome.error == 0
    assert len(answer.frame) == outcome.answer.persons.size > 5
    assert set(answer.frame["region"]) <= {page.province(at) for at in range(12)}


def test_counting_does_not_say_who(lists):
    """With "size only" and with secret sharing there is a number and no list."""
    for technique in ("private-set-intersection:size", "secret-sharing:pseudonyms"):
        lists.state.technique = technique
        assert lists.state.outcome().answer.persons is None
        assert "nobody reads" in lists.try_it.sentence.value


def test_a_count_under_the_minimum_stays_closed(lists):
    """Nothing is drawn and the number is not shown."""
    lists.state.technique = "secret-sharing:pseudonyms"
    lists.state.minimum_count = 50
    assert lists.words("figure_withheld") in lists.try_it.figures.value
    assert lists.try_it.chart.layout.display == "none"
    lists.state.minimum_count = 5
    assert lists.try_it.chart.layout.display == ""


@pytest.mark.parametrize("minimum", [5, 50])
def test_the_third_body_is_said_to_know_all_that_it_knows(lists, minimum):
    """The bounds on its card use its count, the lengths of the lists, and whether it was opened."""
    tables = lists.state.tables
    outcome = lists.case.run("secret-sharing", tables, minimum_count=minimum)
    told = lists.told(outcome)
    least, most = int(str(told["least"])), int(str(told["most"]))
    assert least <= outcome.exact.size <= most <= min(map(len, tables.values()))
    assert least >= minimum if outcome.answer.count is not None else most < minimum


def test_own_lists_are_answered(lists):
    """The example lists have persons in common, and those are what there is to take home."""
    given = examples(lists)
    tables = lists.case.read({lists.files[slug]: content for slug, (_, content) in given.items()})
    outcome = lists.case.run(lists.main, tables, **lists.state.run_arguments())
    answer = lists.own_answer(tables, outcome)
    both = pd.merge(*tables.values(), on="person")["person"]
    assert set(answer.frame["person"]) == set(both)


def test_exercises_accept_their_own_answers(page):
    """91 seconds for all numbers, and the overlap behind the decoys."""
    exercises = page.exercises.named
    assert set(exercises) == {"domain", "salt", "decoys"}
    assert exercises["domain"]._check(91) is True
    assert exercises["decoys"]._check(20) is True
