"""The page on falls: keys, quality, the meter, a model that is read, and two questions too many."""

import re

import numpy as np
import pytest

from pet_workbench.attacks.model_from_scores import recover
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.fall_injuries import CASE as INJURIES
from pet_workbench.usecases.falls import CARE, CASE, HOSPITAL, WEIGHTS
from pet_workbench.usecases.falls.clients import features
from pet_workbench.usecases.falls.quality import auc
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.falls import FallsPage, InjuriesPage
from pet_workbench.widgets.falls.changed import CHANGES
from pet_workbench.widgets.falls.injuries import lines_of
from pet_workbench.widgets.falls.recovering import ASKED, invented_clients
from pet_workbench.widgets.falls.room import SCHEMES, bits_of, choice, scored_meter

languages = pytest.mark.parametrize("lang", LANGUAGES)


def plain(html):
    """Return the words of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def page(lang):
    """Return the page of the scores, on few clients."""
    made = FallsPage(lang=lang)
    made.state.n = 1_000
    return made


@pytest.fixture
def injuries(lang):
    """Return the page of the totals, on few clients."""
    made = InjuriesPage(lang=lang)
    made.state.n, made.state.minimum = 2_000, 5
    return made


@languages
def test_the_answer_counts_who_is_really_reached(page, lang):
    """The big number counts the injured among the highest scores, and moves with the share."""
    truth, scores = page.state.truth, page.state.outcome().answer
    for share in (10, 30):
        page.state.share = share
        hits = int(truth[scores.highest(share / 100)].sum())
        shown = page.shown(page.state.outcome())
        assert shown.figures == {"visited": 10 * share, "hits": hits}
        assert f"<strong>{number(hits, lang)}</strong>" in page.try_it.sentence.value


@languages
def test_the_truth_is_that_of_the_clients_on_the_page(page):
    """Who was injured stands in the order of the clients, and agrees with the hospital's list."""
    tables = INJURIES.load(n=1_000, seed=1)
    assert page.state.tables[CARE]["person"].tolist() == tables[CARE]["person"].tolist()
    hurt = np.isin(tables[CARE]["person"], tables[HOSPITAL]["person"])
    assert np.array_equal(page.state.truth, hurt)


@languages
def test_the_followed_client_is_in_the_messages(page, lang):
    """What is shown of messages is part of what really travelled, and the risk is the answer."""
    outcome = page.state.outcome(page.main)
    risk = 100 * outcome.answer.risks[0]
    assert f"{number(risk, lang, digits=1)}%" in page.keys.table.value
    cells = [plain(cell) for cell in re.findall(r"<td>.*?</td>", page.keys.table.value)]
    shown = [bytes.fromhex(cell) for cell in cells if re.fullmatch(r"([0-9a-f]{2} ){11}..", cell)]
    sent = b"".join(m.payload for m in outcome.transcript.messages if m.payload)
    assert len(shown) == 2
    assert all(part in sent for part in shown)
    person = str(outcome.answer.persons[0])
    assert person in page.keys.table.value
    page.keys.follow()
    assert person not in page.keys.table.value


@languages
def test_encryption_changes_nothing_about_the_model(page, lang):
    """Every line of the table holds the AUC of the plain model, and the error is stated."""
    value = number(auc(page.state.outcome().exact.scores, page.state.truth), lang, digits=3)
    assert page.quality.table.value.count(f"<td>{value}</td>") == len(CASE.techniques) + 1
    assert page.state.outcome(page.main).answer.stated_error == 0
    stated = page.state.outcome("homomorphic:ckks").answer.stated_error
    assert stated > 0
    assert number(stated, lang, digits=5) in page.quality.sentence.value


@languages
def test_a_wrong_score_is_not_called_the_same(page):
    """If one technique were off, the sentence would say so."""
    outcome = page.state.run("plain-exchange")
    object.__setattr__(outcome, "error", 0.1)
    assert page.verdict([outcome]) == page.words("quality_wrong")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_meter_adds_up_to_the_modulus(scheme):
    """Noise, number and room together are all the bits there are, before and after."""
    made = choice(scheme)
    for meter in (scored_meter(made.parameters), made.meter):
        used = bits_of("x", meter)
        assert used.noise + used.number + used.free == pytest.approx(meter.modulus_bits)
        assert min(used.noise, used.number, used.free) > 0


@languages
def test_computing_takes_room(page):
    """Noise grows from moment to moment, and covering the model takes most of it."""
    ckks_fresh, ckks_scored, bfv_fresh, bfv_scored, bfv_covered = page.quality.room.moments
    assert ckks_fresh.noise < ckks_scored.noise
    assert bfv_fresh.noise < bfv_scored.noise < bfv_covered.noise
    assert len(page.quality.room.chart.figure["data"]) == 3


@languages
def test_bytes_per_client_are_those_of_the_runs(page):
    """The sentence below the meter divides what was really sent."""
    said = page.quality.room.sentence.value
    for id in ("homomorphic:ckks", "homomorphic:bfv", "secret-sharing", "plain-exchange"):
        each = round(page.state.outcome(id).transcript.bytes / 1_000)
        assert page.words.size(each) in said


@languages
def test_the_model_follows_from_many_scores(page):
    """With all clients the weights are exact; rounding leaves them near; five scores do not do."""
    page.recovering.asked.value = ASKED[-1]
    page.recovering.attack()
    assert np.nanmax(page.recovering.found) < 1e-6
    page.recovering.step.value = 0.1
    assert page.recovering.found is None
    page.recovering.attack()
    assert 1e-3 < np.nanmax(page.recovering.found) < 1
    page.recovering.asked.value = ASKED[0]
    page.recovering.attack()
    assert np.isnan(page.recovering.found).sum() > 5


@languages
def test_seventeen_invented_clients_are_enough(page):
    """One client without anything and one per feature give all weights, one fewer does not."""
    page.recovering.way.value = "invented"
    page.recovering.attack()
    assert np.max(page.recovering.found) < 1e-6
    rows = features(invented_clients())
    assert len(rows) == len(WEIGHTS)
    assert not recover(rows[:-1], np.zeros(len(rows) - 1)).is_complete


@languages
@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_reply_tells_the_model_unless_it_is_covered(page, scheme):
    """With CKKS all weights of features stand in the reply; with BFV none does."""
    page.recovering.way.value = scheme
    page.recovering.attack()
    known = ~np.isnan(page.recovering.found)
    assert known.sum() == (len(WEIGHTS) - 1 if scheme == "ckks" else 0)
    assert (page.recovering.found[known] == 0).all()
    key = "read" if scheme == "ckks" else "hidden"
    sixteen = {"known": "16", "all": "17"} if scheme == "ckks" else {}
    assert page.recovering.sentence.value == page.words(f"recover_{scheme}_{key}", **sixteen)


@languages
@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_bit_is_refused_where_there_is_a_seal(page, what):
    """Encrypted messages are refused with a reason for the receiver; the contrasts go on."""
    page.changed.what.value = what
    page.changed.change()
    assert page.changed.noticed is (what in ("there", "back"))


@languages
def test_example_files_get_scores(page):
    """The files a reader can download are scored, encrypted, and come back highest first."""
    files = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(files)
    outcome = CASE.run(page.main, tables)
    assert outcome.error == 0
    frame = page.own_answer(tables, outcome).frame
    assert len(frame) == len(tables[CARE])
    assert frame["risk"].is_monotonic_decreasing


@languages
def test_totals_are_those_of_the_clients(injuries, lang):
    """The sentence counts the injured clients, and the picture has a line for each opened one."""
    tables, totals = injuries.state.tables, injuries.state.outcome().answer
    hurt = int(np.isin(tables[CARE]["person"], tables[HOSPITAL]["person"]).sum())
    assert f"<strong>{number(hurt, lang)}</strong>" in injuries.try_it.sentence.value
    shares = lines_of(totals)
    assert 0 < len(shares) < 16
    by_sex = (
        tables[CARE]
        .groupby("female")["person"]
        .apply(lambda persons: persons.isin(tables[HOSPITAL]["person"]).mean())
    )
    assert shares["sex"] == pytest.approx(tuple(by_sex))


@languages
def test_nothing_is_shown_when_nothing_is_opened(injuries):
    """With too few injured clients there is no picture, no model and no attack."""
    injuries.state.n, injuries.state.minimum = 1_000, 50
    assert injuries.shown(injuries.state.outcome()).chart is None
    assert injuries.training.learned == {}
    injuries.differencing.button.click()
    assert injuries.differencing.found is None
    assert injuries.differencing.sentence.value == injuries.words("difference_closed")


@languages
def test_totals_give_the_model_of_all_files(lang):
    """With every feature opened, the weights are those of a fit on all files together."""
    page = InjuriesPage(lang=lang)
    learned = page.training.learned
    assert np.array_equal(learned["totals"].weights, learned["files"].weights)
    assert page.training.sentence.value == page.words("training_same")
    page.state.minimum = 50
    assert not np.array_equal(
        page.training.learned["totals"].weights, page.training.learned["files"].weights
    )
    assert page.training.sentence.value != page.words("training_same")


@languages
def test_asking_twice_tells_who_was_admitted(injuries):
    """For each client on offer the attack is right, and a hospital that counts stops it."""
    tables, attack = injuries.state.tables, injuries.differencing
    truth = np.isin(tables[CARE]["person"], tables[HOSPITAL]["person"])
    found = []
    for _, place in attack.who.options:
        attack.who.value = place
        attack.button.click()
        assert attack.found is bool(truth[place])
        found.append(attack.found)
    assert set(found) == {True, False}
    attack.allowed.value = "once"
    attack.button.click()
    assert attack.found is None
    assert 'role="alert"' in attack.sentence.value


@languages
def test_example_files_get_totals(injuries):
    """The files a reader can download give totals that the check confirms, in words."""
    files = {
        slug: UploadedFile(name, content) for slug, (name, content) in examples(injuries).items()
    }
    tables = injuries.read(files)
    outcome = INJURIES.run(injuries.main, tables)
    assert outcome.error == 0
    frame = injuries.own_answer(tables, outcome).frame
    assert frame["injured"].tolist() == outcome.answer.injured[outcome.answer.known].tolist()


@languages
def test_exercises_accept_their_answers(page):
    """As many scores as there are weights."""
    task = next(task for task in page.tasks if task.name == "needed")
    assert task.solve().right == len(WEIGHTS)
    assert len(page.exercises.exercises) == 3
