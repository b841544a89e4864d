"""The page of `passport` says what the runs give, and its attacks find what is true."""

import sys

import pytest

from pet_workbench.i18n import number
from pet_workbench.proofs.credentials import Shown
from pet_workbench.usecases.passport import (
    AUDITOR,
    CASE,
    PLAIN,
    PRODUCER,
    SUPPLIERS,
    TRUSTED,
    ZERO_KNOWLEDGE,
)
from pet_workbench.usecases.passport.claims import in_order
from pet_workbench.usecases.passport.document import (
    SIGNATURE_BYTES,
    part_bytes,
    passport_bytes,
)
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.passport import PassportPage, credential
from pet_workbench.widgets.passport.cheating import RULES, WAYS, looked_at
from pet_workbench.widgets.passport.exercises import HIGHER, TASKS
from pet_workbench.widgets.upload import UploadedFile


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def page(lang):
    """Return a page with five products."""
    return PassportPage(lang=lang)


@pytest.fixture(scope="module")
def dutch():
    """Return a page that several tests may use: they do not change its choices."""
    return PassportPage(lang="nl")


@pytest.mark.parametrize("technique", [TRUSTED, PLAIN])
@pytest.mark.parametrize(("minimum", "approved"), [(30, 27), (40, 50), (10, 5)])
def test_the_page_says_what_is_accepted(page, technique, minimum, approved):
    """Chart, table, figure and sentence agree with a plain calculation, whatever is chosen."""
    page.state.technique = technique
    page.state.minimum_share, page.state.approved = minimum, approved
    chosen = {**CASE.parameters, "minimum_share": minimum, "approved": approved}
    right = int(CASE.exact(page.state.tables, **chosen).accepted.sum())
    data = page.try_it.chart.figure["data"]
    assert [len(series["x"]) for series in data] == [right, 5 - right]
    assert number(right, page.lang) in page.try_it.sentence.value
    table = page.shown(page.state.outcome()).table
    assert table.count(page.words("reason_refused")) == 5 - right
    assert page.state.outcome().error == 0


def test_bars_are_the_true_shares(dutch):
    """Recycled grams over grams, of each product."""
    tables = dutch.state.tables
    data = dutch.shown(dutch.state.outcome(PLAIN)).chart.data
    drawn = dict(zip([*data[0].y, *data[1].y], [*data[0].x, *data[1].x], strict=True))
    first = {
        name: sum(in_order(tables[one])[name][0] for one in SUPPLIERS)
        for name in ("mass", "recycled")
    }
    assert drawn["koffer 4813"] == pytest.approx(100 * first["recycled"] / first["mass"])


EXPECTED = {
    ("lie", False): "",
    ("lie", True): "unsigned",
    ("forge", False): "weight",
    ("forge", True): "weight",
    ("replay", False): "weight",
    ("replay", True): "unsigned",
    ("swap", False): "amounts",
    ("swap", True): "amounts",
}


def test_only_a_lie_without_an_auditor_is_accepted(dutch):
    """All ways to cheat, with and without an auditor, and what the reader is told of each."""
    cheating = dutch.cheating
    for way in WAYS:
        for audited in (False, True):
            cheating.way.value, cheating.auditor.value = way, audited
            cheating.cheat()
            said = cheating.sentence.value
            assert ("Gelukt" in said) == ((way, audited) == ("lie", False)), said
    found = {tried: reason for tried, reason in cheating.found.items() if tried[0] != "tamper"}
    assert found == EXPECTED
    assert cheating.found["tamper", False]
    assert cheating.found["tamper", True]
    assert cheating.table.value.count("<tr") == 1 + 2 * len(WAYS)


def test_without_an_auditor_no_bit_of_an_empty_signature_is_changed():
    """Six times 64 bytes at which nobody looks then; else the page would say once in a hundred
    times that a changed passport was accepted.
    """
    whole = passport_bytes(RULES)
    seen = looked_at(whole, audited=False)
    assert looked_at(whole, audited=True) == list(range(8 * whole))
    assert len(seen) == 8 * (whole - 6 * SIGNATURE_BYTES)
    size = part_bytes(RULES)
    empty = {bit for part in range(1, 7) for bit in range(8 * (part * size - 64), 8 * part * size)}
    assert empty.isdisjoint(seen)


def test_a_hash_is_guessed_and_a_commitment_is_not(dutch):
    """Every recycled mass with a hash or a forgotten secret number, none with a commitment."""
    truth = {one: int(CASE.load(n=1, seed=1)[one]["recycled"].iloc[0]) for one in SUPPLIERS}
    guessing = dutch.guessing
    for way in ("hash", "forgotten"):
        guessing.way.value = way
        assert guessing.found == {}
        guessing.guess()
        assert guessing.found == truth
    guessing.way.value = "commitment"
    guessing.guess()
    assert set(guessing.found.values()) == {None}
    assert dutch.words("unknown") in guessing.table.value


def test_proofs_are_measured_in_bytes_and_time(dutch):
    """Bytes are those of the formula; times are shown with a unit, and the slowest is named."""
    measured = dutch.measured
    sizes = {(one.kind, one.size): one.size_bytes for one in measured.taken}
    assert sizes == {
        ("range", 10): 1_600,
        ("range", 32): 5_120,
        ("list", 5): 320,
        ("list", 27): 1_728,
        ("list", 50): 3_200,
        ("balance", 0): 64,
    }
    slowest = max(max(one.prove_seconds, one.verify_seconds) for one in measured.taken)
    assert dutch.words.duration(slowest) in measured.sentence.value


def test_the_producer_reads_the_true_total(dutch):
    """And with five suppliers the sixth's masses, which are the true ones."""
    outcome, tables = dutch.state.outcome(ZERO_KNOWLEDGE), dutch.state.tables
    alone = dutch.learn((PRODUCER,), outcome, tables)
    mass, recycled = (
        sum(in_order(tables[one])[name][0] for one in SUPPLIERS) for name in ("mass", "recycled")
    )
    assert alone.gain == "totals"
    assert alone.facts["share"] == dutch.words.percent(100 * recycled / mass)
    together = dutch.learn((PRODUCER, *SUPPLIERS[1:]), outcome, tables)
    first = in_order(tables[SUPPLIERS[0]])
    assert (together.facts["mass"], together.facts["recycled"]) == (
        first["mass"][0],
        first["recycled"][0],
    )


def test_four_suppliers_and_the_producer_do_not_know_the_other_two(dutch):
    """They know what these two have together, which is the total less their own."""
    outcome, tables = dutch.state.outcome(ZERO_KNOWLEDGE), dutch.state.tables
    assert dutch.learn((PRODUCER, *SUPPLIERS[:4]), outcome, tables).gain == "totals"


def test_without_the_extra_the_page_says_how_to_install_it(page, monkeypatch):
    """A line to type, and no traceback."""
    monkeypatch.setitem(sys.modules, "anoncreds", None)
    page.credential.show()
    assert "pip install pet-workbench[anoncreds]" in page.credential.sentence.value
    assert page.credential.table.value == ""


@pytest.mark.parametrize(
    ("replayed", "text", "key"),
    [
        (False, "rPET", "credential_right"),
        (True, "rPET", "credential_wrong"),
        (False, "Leverancier A", "credential_wrong"),
    ],
)
def test_what_a_credential_showed_is_judged(page, monkeypatch, replayed, text, key):
    """A replay that works, or a name that shows, is not called right."""
    shown = Shown(True, replayed, 100, text, 0.1, 0.2, 0.3)

    class Made:
        setup_seconds = 2.0

    monkeypatch.setattr(credential, "Issuer", Made)
    monkeypatch.setattr(credential, "show", lambda *given: shown)
    page.credential.show()
    percent = page.words.percent
    expected = page.words(key, share=percent(30), recycled=percent(37.2))
    assert page.credential.sentence.value == expected
    assert page.words.duration(0.3) in page.credential.table.value


def test_own_files_are_read_and_one_untrue_statement_is_refused(page):
    """The example files give a verdict per product; the one that is not true is not signed."""
    given = {slug: UploadedFile(name, content) for slug, (name, content) in examples(page).items()}
    tables = page.read(given)
    assert set(tables) == {*SUPPLIERS, PRODUCER, AUDITOR}
    outcome = CASE.run(ZERO_KNOWLEDGE, tables, keep_payload_bytes=0)
    answer = page.own_answer(tables, outcome)
    assert outcome.answer.reasons.count("unsigned") == 1
    assert outcome.error == 0
    assert answer.frame["product"].tolist() == tables[PRODUCER]["product"].tolist()
    assert page.words("reason_unsigned") in answer.frame["verdict"].tolist()


def test_the_number_exercise_has_the_answer_of_the_page(dutch):
    """Its right answer is what the page shows with that minimum."""
    chosen = {**CASE.parameters, "minimum_share": HIGHER}
    solution = TASKS[0].solve()
    assert CASE.exact(dutch.state.tables, **chosen).accepted.sum() == solution.right
    assert solution.right not in solution.wrong.values()
