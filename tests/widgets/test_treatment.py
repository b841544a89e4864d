"""The page of `treatment`: the paradox, the cards, two questions too many, and a liar."""

import re

import pytest

from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.treatment import CASE, HOSPITALS, Conclusion, totals_of
from pet_workbench.viz.treatment import TOGETHER, differences_figure, intervals
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.treatment import TreatmentPage

languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def page(lang):
    """Return a page as a reader meets it."""
    return TreatmentPage(lang=lang)


@languages
def test_at_first_joining_helps(page):
    """None alone, A together: in the sentence, the figure and the table."""
    assert page.words("answer_first_higher") in page.try_it.sentence.value
    outcome = page.state.outcome()
    shown = page.shown(outcome)
    assert shown.sentence == page.words(
        "try_same_0", answer=f"<strong>{page.words('answer_first_higher')}</strong>"
    )
    assert shown.table.count(page.words("answer_no_difference")) == 3


@languages
def test_preference_misleads_and_comparing_within_helps(page):
    """The tick turns the wrong conclusion into the true one."""
    page.state.preference = 100
    assert page.state.outcome().answer.conclusion == Conclusion.SECOND_HIGHER
    page.state.within_hospitals = True
    assert page.state.outcome().answer.conclusion == Conclusion.FIRST_HIGHER
    assert page.words("answer_first_higher") in page.try_it.sentence.value


@languages
def test_few_patients_open_nothing(page):
    """The sentence says the minimum, and the quality table that nothing was opened."""
    page.state.n, page.state.minimum = 60, 50
    assert "50" in page.try_it.sentence.value
    assert page.state.outcome().answer.conclusion == Conclusion.TOO_FEW
    assert "50" in page.quality.sentence.value


@languages
@pytest.mark.parametrize("technique", list(CASE.techniques))
def test_cards_count_real_patients(page, lang, technique):
    """How many patients somebody saw is how many there are."""
    page.state.technique = technique
    sizes = {name: len(page.state.tables[name]) for name in HOSPITALS}
    cards = {role: card.value for role, card in page.seen.cards.items()}
    if technique == "trusted-third-party":
        assert number(sum(sizes.values()), lang) in cards["third"]
    if technique == "plain-exchange":
        assert number(sizes["Midden"] + sizes["Zuid"], lang) in cards["hospital"]
    if technique == "plain-exchange:totals":
        assert "12" in cards["hospital"]


@languages
def test_two_questions_tell_how_the_third_does(page, lang):
    """The true means lie in the intervals; without means opened the attack fails."""
    page.leaving.attack()
    part = totals_of(page.state.tables["Zuid"])
    truth = (part.sum_a / part.n_a, part.sum_b / part.n_b)
    for (low, high), mean in zip(page.leaving.found, truth, strict=True):
        assert low <= mean <= high
        assert high - low < 10
        assert number(mean, lang, digits=1) in page.leaving.table.value
    page.leaving.step.value = 0
    assert page.leaving.table.value == ""
    page.leaving.attack()
    assert page.leaving.found == []
    assert page.leaving.sentence.value == page.words("leaving_closed")


@languages
def test_a_liar_turns_the_conclusion(page, lang):
    """The number on the page is the fewest that does; one fewer does not."""
    page.inventing.attack()
    fewest = page.inventing.fewest
    assert fewest > 1
    assert number(fewest, lang) in page.inventing.figures.value
    assert page.inventing._turns(fewest)
    assert not page.inventing._turns(fewest - 1)
    page.inventing.wanted.value = "a"
    page.inventing.attack()
    assert page.inventing.fewest is None
    assert page.inventing.sentence.value == page.words("inventing_needless")


@languages
def test_two_hospitals_see_the_totals_of_the_third(page, lang):
    """The table after colluding holds the third's group sizes and means."""
    for name, seat in (("Noord", "noord"), ("Midden", "midden")):
        assert seat in page.collusion.boxes, name
        page.collusion.boxes[seat].value = True
    page.collusion.collude()
    part = totals_of(page.state.tables["Zuid"])
    table = page.collusion.table.value
    assert number(part.n_a, lang) in table
    assert number(part.sum_b / part.n_b, lang, digits=1) in table


@languages
def test_the_chart_is_the_test(lang):
    """An interval leaves out zero exactly if the conclusion shows a difference."""
    for n in (60, 800, 3_000):
        tables = CASE.load(n=n, seed=1)
        for within in (False, True):
            parameters = {**CASE.parameters, "within_hospitals": within}
            found = intervals(tables, parameters)
            together = [one for one in found if one.who == TOGETHER]
            conclusion = CASE.exact(tables, **parameters).conclusion
            shown = [abs(one.difference) > one.margin for one in together]
            expected = [] if conclusion == Conclusion.TOO_FEW else [conclusion.value > 1]
            assert shown == expected
            figure = differences_figure(found, lang=lang)
            assert len(figure.data) == len(found)
            assert figure.layout.meta["alt"]


@languages
def test_example_files_are_answered(page):
    """The files a reader can download give a conclusion, which the check confirms."""
    files = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(files)
    outcome = CASE.run("secret-sharing", tables)
    assert outcome.error == 0
    told = page.own_answer(tables, outcome)
    assert page.words("answer_first_higher") in re.sub(r"<[^>]+>", "", told.html)
    assert told.frame is None


@languages
def test_exercises_accept_their_answers(page):
    """Computed by the attack itself: the mean of the hospital that left is 50."""
    task = next(task for task in page.tasks if task.name == "left")
    assert task.solve().right == 50
    assert page.exercises is not None
