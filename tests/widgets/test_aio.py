"""Tests of the page of `aio`: its sections follow one state and say what the runs give."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench import usecases
from pet_workbench.i18n import catalogue, number
from pet_workbench.usecases.aio import CASE, THIRD_PARTIES
from pet_workbench.widgets.aio import AioPage, AioState, seen
from pet_workbench.widgets.aio.state import (
    HOMOMORPHIC,
    LIMITS,
    MINIMA,
    PLAIN,
    RATES,
    SECRET,
    SIZES,
    TRUSTED,
)

SECTIONS = (
    "estimates",
    "try_it",
    "seen",
    "quality",
    "cost",
    "collusion",
    "limits",
    "masks",
    "tampering",
    "own_data",
    "exercises",
)
MOVES = st.fixed_dictionaries(
    {
        "n": st.sampled_from([n for n in SIZES if n <= 5_000]),
        "limit": st.sampled_from(LIMITS),
        "non_take_up": st.sampled_from(RATES),
        "technique": st.sampled_from([SECRET, HOMOMORPHIC, TRUSTED, PLAIN]),
        "third": st.sampled_from(THIRD_PARTIES),
        "minimum": st.sampled_from(MINIMA),
    }
)


def texts(html: str) -> str:
    """Return what is left to read of some HTML."""
    return re.sub(r"<[^>]+>", " ", html)


@pytest.fixture
def page(lang):
    """Return a page with a population that is quick to compute with."""
    made = AioPage(lang=lang)
    made.state.n = 2_000
    return made


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_stands_on_its_own(page, name):
    """A section can be shown without the others, and is the same one each time."""
    assert getattr(page, name) is getattr(page, name)


@settings(max_examples=6, deadline=None)
@given(moves=st.lists(MOVES, min_size=1, max_size=2), lang=st.sampled_from(["nl", "en"]))
def test_the_page_says_what_the_case_finds_wherever_the_sliders_are(moves, lang):
    """After any moves the chart, the sentence and the figures agree with a plain calculation."""
    page = AioPage(lang=lang)
    for name in SECTIONS:
        getattr(page, name)
    for move in moves:
        with page.state.hold_trait_notifications():  # so that not every trait runs everything
            for trait, value in move.items():
                setattr(page.state, trait, value)
    if page.try_it.waiting.techniques:
        page.try_it.waiting.button.click()
    exact = CASE.exact(page.state.tables, threshold_percent=page.state.limit)
    opened = page.state.technique == PLAIN or exact.size >= page.state.minimum
    under = sum(page.try_it.chart.figure["data"][1]["y"])

    assert under == exact.size
    assert page.state.outcome().error == 0
    assert (page.state.outcome().answer.households is not None) == opened
    if opened:
        assert f"<strong>{number(exact.size, lang)}" in page.try_it.sentence.value
    assert f"{page.state.limit}%" in page.try_it.chart.alt


def test_controls_and_state_move_each_other(page):
    """A slider sets the state, and the state sets the sliders; techniques move together."""
    page.try_it.controls["limit"].value = 117
    page.state.third = "RINIS"
    page.collusion.technique.value = TRUSTED

    assert page.state.limit == 117
    assert page.try_it.controls["third"].value == "RINIS"
    assert page.seen.technique.value == page.try_it.technique.value == TRUSTED


def test_a_run_is_computed_once(page):
    """Sections share outcomes: the same choices give the same object, other choices another."""
    first = page.state.outcome()
    page.state.limit = 105
    second = page.state.outcome()
    page.state.limit = 100

    assert second is not first
    assert page.state.outcome() is first


def test_what_is_kept_does_not_grow(page):
    """However long a reader plays, only the last few runs stay in memory."""
    for limit in LIMITS:
        page.state.limit = limit
        page.state.outcome()
    assert len(page.state._kept) <= page.state.most_kept <= 12


def test_the_log_is_about_the_present_data():
    """Every question is logged once, and a new population starts a new log."""
    state = AioState()
    state.n = 1_000
    for limit in (100, 100, 110):
        state.ask(limit)
    assert [run.limit for run in state.runs] == [100, 110]
    state.non_take_up = 20
    assert state.runs == ()


@pytest.mark.parametrize("technique", [SECRET, HOMOMORPHIC, TRUSTED, PLAIN])
def test_cards_say_the_numbers_of_the_real_messages(page, lang, technique):
    """What a card counts is what the party received."""
    page.state.technique = technique
    view = page.state.outcome().transcript.view
    cards = {name: texts(card.value) for name, card in page.seen.cards.items()}
    if technique == SECRET:
        masked = view("SVB").find("masked numbers")[0].items
        assert number(masked, lang) in cards["svb"]
        assert "€" not in "".join(cards.values())
    elif technique == HOMOMORPHIC:
        asked = view("UWV").find("persons asked about")[0].values()
        assert number(int((asked >= 0).sum()), lang) in cards["uwv"]
        assert str(asked[0]) in cards["uwv"]
        assert number(30 * asked.size // 2, lang) in cards["svb"]
        assert "€" not in "".join(cards.values())
    else:
        who = {"third": "CBS"} if technique == TRUSTED else {"svb": "SVB"}
        ((card, party),) = who.items()
        rows = view(party).find("incomes")[0].items
        assert number(rows, lang) in cards[card]
        assert "€" in cards[card]


def test_cards_show_first_values_that_were_sent(page):
    """The numbers on a card are the first of the real message."""
    values = page.state.outcome().transcript.view("SVB").find("masked numbers")[0].first_values(3)
    assert "; ".join(str(value) for value in values) in page.seen.cards["svb"].value


def test_unneeded_incomes_are_those_of_people_not_found(page, lang):
    """Sending everything shows SVB incomes of people who are in no household found."""
    page.state.technique = PLAIN
    svb, uwv = page.state.tables["SVB"], page.state.tables["UWV"]
    found = svb[svb["household"].isin(page.state.outcome().answer.households)]
    unneeded = (~uwv["person"].isin(found["person"])).sum()
    assert number(int(unneeded), lang) in page.seen.cards["svb"].value


@pytest.mark.parametrize("party", ["svb", "uwv", "third"])
@pytest.mark.parametrize("technique", [SECRET, HOMOMORPHIC, TRUSTED, PLAIN])
def test_messages_are_listed_in_a_dozen_lines(page, technique, party):
    """Repeated steps are one line, and no message is left out."""
    page.state.technique = technique
    page.seen.party.value = party
    name = dict(zip(page.seen.cards, page.state.parties, strict=True))[party]
    transcript = page.state.outcome().transcript
    received = transcript.view(name).received if name in transcript.parties else ()
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page.seen.messages.value)
    counts = [int(re.search(r'<td class="pet-number">(\d+)</td>', row)[1]) for row in rows]

    assert len(rows) <= 12
    assert sum(counts) == len(received)


def test_the_third_party_has_the_name_that_was_chosen(page):
    """Cards, check boxes and sentences follow the choice of the third party."""
    page.state.third = "Inlichtingenbureau"
    assert "Inlichtingenbureau" in page.seen._framed["third"].children[0].value
    assert page.collusion.boxes["third"].description == "Inlichtingenbureau"


def test_quality_reports_no_difference(page, lang):
    """All techniques find what the check finds."""
    found = page.state.outcome().exact.size
    assert number(found, lang) in page.quality.sentence.value
    assert page.quality.table.value.count(f">{number(found, lang)}<") >= 6


def test_quality_does_not_compare_what_was_not_opened(page):
    """With a brake that acts, the page says so instead of reporting a perfect score."""
    page.state.minimum = 500
    same = catalogue(page.lang)["aio.quality_same"].split("{")[0]
    assert same not in page.quality.sentence.value
    assert "500" in page.quality.sentence.value


def test_cost_prices_the_transcripts(page, lang):
    """The bars are the time here plus the time under way, and the table has the real bytes."""
    outcome = page.state.outcome(SECRET)
    bars = {bar["name"]: bar["x"] for bar in page.cost.chart.figure["data"]}
    secret = next(iter(bars.values()))

    assert len(bars) == 4
    assert secret[1] > outcome.seconds + outcome.transcript.rounds * 0.010
    assert secret == sorted(secret)
    assert f">{outcome.transcript.rounds}</td>" in page.cost.table.value


def test_estimates_show_every_source_and_its_range(page, lang):
    """The three estimates stand side by side with links, and none is called the right one."""
    shown = "".join(child.value for child in page.estimates.children[:3])
    assert shown.count("https://") == 6
    for part in ("30%", "50%", "48%", "56%", number(71_664, lang), ">28<"):
        assert part in shown


def test_the_case_is_the_registered_one():
    """The page runs what the registry gives, so an installed change is a change here."""
    assert usecases.get("aio") is CASE


def test_the_third_body_is_told_how_many_pseudonyms_it_saw_and_not_the_spare_rows():
    """What it saw of UWV are one pseudonym per person and one per empty place."""
    tables = CASE.load(n=500, seed=3)
    transcript = CASE.run("secret-sharing", tables, minimum_found=1).transcript
    facts = seen.blind(*(transcript.view(party) for party in ("SVB", "UWV", "CBS")))

    assert facts["rows"] == len(tables["UWV"]) + facts["empty"]


class TestWaiting:
    """What takes longer than a moment is run when the reader asks, and the page says so."""

    def test_no_slider_starts_homomorphic_encryption(self, page, monkeypatch):
        """A move runs the other techniques only; every section says that this one waits."""
        page.try_it, page.seen, page.quality, page.cost, page.limits  # noqa: B018 - builds them
        started = []
        monkeypatch.setattr(
            AioState,
            "run",
            lambda state, id, **_: started.append(id) or CASE.run(id, state.tables),
        )
        page.state.limit = 105
        assert HOMOMORPHIC not in started
        assert set(started) == {SECRET, TRUSTED, PLAIN}
        assert page.words("waits_short") in page.quality.table.value
        people = page.words("people", n=page.words.number(2_000))
        named = page.words("waits_from", technique=page.words.technique(HOMOMORPHIC), people=people)
        assert named in page.cost.table.value
        assert named in page.seen.comparison.value
        page.state.technique = HOMOMORPHIC
        assert HOMOMORPHIC not in started
        assert page.try_it.figures.value == page.try_it.sentence.value == ""
        assert page.limits.small.value == ""
        waiting = [getattr(page, name).waiting for name in ("try_it", "seen", "limits")]
        assert all(one.layout.display == "" for one in waiting)

    @pytest.mark.parametrize("section", ["try_it", "seen", "quality", "cost", "limits"])
    def test_the_button_brings_the_whole_page_up_to_date(self, page, section):
        """Wherever the reader presses, all sections show the run."""
        every = [getattr(page, name) for name in ("try_it", "seen", "quality", "cost", "limits")]
        page.state.technique = HOMOMORPHIC
        page.state.limit = 104
        getattr(page, section).waiting.button.click()
        assert page.state.ready(HOMOMORPHIC) is not None
        assert all(one.waiting.layout.display == "none" for one in every)
        assert page.words("waits_short") not in page.quality.table.value
        found = page.words.number(page.state.outcome(HOMOMORPHIC).answer.households.size)
        assert found in page.try_it.figures.value
        assert found in page.limits.small.value
