"""The adoption scan: the weakest link counts, unknown is not good, measures have a source."""

import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, sections, sources
from pet_workbench.decide.adoption import (
    KNOWN,
    PRECONDITIONS,
    Adoption,
    assess,
    example,
    scan,
    summary,
)
from pet_workbench.i18n import LANGUAGES, error_text

SCAN = scan()
ITEMS = [item.id for item in SCAN.items]
FACTS = [fact.id for fact in SCAN.facts]
PARTNERS = ("SVB", "UWV")
SCORES = st.one_of(st.none(), st.integers(0, SCAN.best))
ORDER = ("stop", "weak", "fine")


def filled(score, **changed):
    """Return a scan of two partners with one score everywhere, and a few others for the SVB."""
    every = {name: dict.fromkeys(ITEMS, score) for name in PARTNERS}
    return Adoption(PARTNERS, every | {"SVB": every["SVB"] | changed})


@st.composite
def scans(draw, scores=SCORES):
    """Draw a scan of two partners."""
    given_ = {name: {id: draw(scores) for id in ITEMS} for name in PARTNERS}
    return Adoption(PARTNERS, given_)


def test_the_scan_has_what_the_report_has():
    """Six aspects, seventeen barriers, four preconditions, five accelerators, four criteria."""
    assert [aspect.number for aspect in SCAN.aspects] == [1, 2, 3, 4, 5, 6]
    assert [barrier.id for barrier in SCAN.barriers] == [
        *("1A", "1B", "1C", "1D", "2A", "2B", "2C", "2D", "3A", "3B", "3C"),
        *("4A", "4B", "4C", "5A", "5B", "6A"),
    ]
    assert (len(SCAN.preconditions), len(SCAN.accelerators), len(SCAN.criteria)) == (4, 5, 4)
    assert [step.score for step in SCAN.scale] == [0, 1, 2, 3, 4]


def test_every_barrier_has_a_measure_of_the_report():
    """Each barrier and precondition leads to a measure with a source and a place in the report."""
    for item in SCAN.items:
        assert item.measures
        for id in item.measures:
            measure = SCAN.measures[id]
            assert "pet-adoption-report" in measure.sources
            assert measure.place.nl
            assert measure.place.en


def test_every_recommendation_of_the_report_is_used():
    """All five recommendations, and every measure that is written down, help some item or fact."""
    used = {id for one in (*SCAN.items, *SCAN.facts) for id in one.measures}
    assert used == set(SCAN.measures)
    places = {one.place.en for one in SCAN.measures.values() if one.kind == "recommendation"}
    assert places == {f"section 5.2, recommendation {n}" for n in range(1, 6)}


def test_every_source_exists():
    """What is named as a source can be looked up."""
    for one in (*SCAN.items, *SCAN.aspects, *SCAN.facts, *SCAN.measures.values()):
        assert all(sources.get(id).id == id for id in one.sources)


def test_an_aspect_is_as_strong_as_its_weakest_link():
    """One bad score among good ones is the score of its aspect, not their average."""
    found = assess(filled(4, **{"2C": 1}))
    aspect = next(group for group in found.groups if group.group == "fit")
    assert aspect.score == 1
    assert [(link.partner, link.item.id) for link in aspect.weakest] == [("SVB", "2C")]
    assert found.outcome == "weak"
    assert found.weakest == aspect.weakest


@pytest.mark.parametrize("precondition", [item.id for item in SCAN.preconditions])
def test_a_precondition_that_fails_stops_everything(precondition):
    """However good the rest, one precondition at zero at one partner is a stop."""
    found = assess(filled(4, **{precondition: 0}))
    assert found.outcome == "stop"
    assert [(link.partner, link.item.id) for link in found.stops] == [("SVB", precondition)]


def test_a_barrier_that_blocks_is_weak_but_no_stop():
    """Only preconditions stop everything."""
    assert assess(filled(4, **{"1A": 0})).outcome == "weak"


def test_all_fine_is_fine():
    """With every score high enough nothing is asked."""
    found = assess(filled(3))
    assert (found.outcome, found.measures, found.differ) == ("fine", (), ())


def test_nothing_filled_in_is_empty():
    """Without a score nothing is concluded."""
    assert assess(Adoption()).outcome == "empty"
    assert assess(Adoption.of_partners(PARTNERS)).outcome == "empty"


@given(scans(), st.sampled_from(PARTNERS), st.sampled_from(ITEMS))
def test_unknown_is_not_good(scan_, partner, item):
    """With an unknown score the outcome is never fine, and its aspect is never complete."""
    found = assess(scan_.with_score(partner, item, None))
    group = next(one for one in found.groups if one.group == SCAN.item(item).group)
    assert found.outcome not in {"fine", "weak"}
    assert not group.is_complete


@given(scans(), st.sampled_from(PARTNERS), st.sampled_from(ITEMS), st.integers(0, SCAN.best))
def test_improving_a_score_never_weakens_the_weakest_link(scan_, partner, item, better):
    """A higher score somewhere makes no aspect weaker and adds no stop."""
    before_score = scan_.score(partner, item)
    if before_score is None or better < before_score:
        return
    before, after = assess(scan_), assess(scan_.with_score(partner, item, better))
    for one, other in zip(before.groups, after.groups, strict=True):
        assert (one.score is None) == (other.score is None)
        assert one.score is None or one.score <= other.score
    assert len(after.stops) <= len(before.stops)


@given(scans(st.integers(0, SCAN.best)), st.sampled_from(PARTNERS), st.sampled_from(ITEMS))
def test_improving_a_score_never_worsens_the_outcome(scan_, partner, item):
    """With all scores known, the best score somewhere leads to the same outcome or a better one."""
    before, after = assess(scan_), assess(scan_.with_score(partner, item, SCAN.best))
    assert ORDER.index(before.outcome) <= ORDER.index(after.outcome)


@given(scans())
def test_measures_are_ordered_by_their_weakest_link(scan_):
    """First what stops everything, then by the lowest score; each with what it helps."""
    found = assess(scan_)
    keys = []
    for one in found.measures:
        first = one.because[0]
        stops = first in found.stops
        keys.append((not stops, first.score))
        assert all(one.measure.id in link.item.measures for link in one.because)
        assert all(link.score <= SCAN.limits.acts_at for link in one.because)
    assert keys == sorted(keys)
    helped = {(link.partner, link.item.id) for one in found.measures for link in one.because}
    weak = {
        (name, id)
        for name in PARTNERS
        for id in ITEMS
        if (score := scan_.score(name, id)) is not None and score <= SCAN.limits.acts_at
    }
    assert helped == weak


def test_partners_who_differ_are_found():
    """Scores two or more steps apart are named, the farthest first; a step apart is not."""
    found = assess(filled(3, **{"1A": 0, "1B": 1, "1C": 2}))
    assert [(one.item.id, one.apart) for one in found.differ] == [("1A", 3), ("1B", 2)]


def test_an_absent_accelerator_brings_its_measure_last():
    """What is missing is advised, after what hinders."""
    found = assess(filled(4, **{"2A": 2}).with_fact("key-people", "no"))
    assert found.measures[-1].measure.id == "key-people"
    assert [fact.id for fact in found.measures[-1].lacks] == ["key-people"]


def test_an_application_is_structural_only_if_all_criteria_are_met():
    """Three of four is not structural, and an unknown one is not either."""
    three = filled(4)
    for fact in SCAN.criteria[:3]:
        three = three.with_fact(fact.id, "yes")
    last = SCAN.criteria[3].id
    assert not assess(three).is_structural
    assert not assess(three.with_fact(last, "unknown")).is_structural
    assert assess(three.with_fact(last, "yes")).is_structural


@given(
    scans(), st.dictionaries(st.sampled_from([f.id for f in SCAN.facts]), st.sampled_from(KNOWN))
)
def test_a_scan_comes_back_from_json(scan_, facts):
    """What is written is read again, through JSON as a dossier holds it."""
    full = Adoption(scan_.partners, scan_.scores, facts)
    assert Adoption.from_mapping(json.loads(json.dumps(full.to_mapping()))) == full


@pytest.mark.parametrize(
    ("broken", "id", "place"),
    [
        ([], "json_value", "adoption"),
        ({"partners": ["A"], "scores": {}}, "json_value", "adoption.facts"),
        ({"partners": "A"}, "json_value", "adoption.partners"),
        ({"partners": ["A", "a"]}, "decide_adoption_twice", "a"),
        ({"partners": [" "]}, "decide_adoption_name", "80"),
        ({"partners": ["x" * 81]}, "json_value", "adoption.partners[0]"),
        ({"partners": [str(n) for n in range(13)]}, "json_value", "adoption.partners"),
        ({"scores": {"B": {}}}, "decide_adoption_partner", "B"),
        ({"scores": {"A": {"9Z": 1}}}, "decide_adoption_item", "9Z"),
        ({"scores": {"A": {"1A": 5}}}, "json_value", "adoption.scores.A.1A"),
        ({"scores": {"A": {"1A": True}}}, "json_value", "adoption.scores.A.1A"),
        ({"scores": {"A": 1}}, "json_value", "adoption.scores.A"),
        ({"facts": {"paid": "maybe"}}, "json_value", "adoption.facts.paid"),
        ({"facts": {"nothing": "yes"}}, "decide_adoption_fact", "nothing"),
    ],
)
def test_a_broken_scan_is_refused_with_its_place(broken, id, place):
    """Whatever is wrong is told with where it stands, in both languages."""
    whole = {"partners": ["A"], "scores": {}, "facts": {}}
    state = broken if broken == [] or len(broken) > 1 else whole | broken
    with pytest.raises(DataError) as refused:
        Adoption.from_mapping(state)
    assert refused.value.id == f"errors.{id}"
    assert all(place in error_text(refused.value, lang) for lang in LANGUAGES)
    assert len({error_text(refused.value, lang) for lang in LANGUAGES}) == 2


@pytest.mark.parametrize(
    ("make", "id"),
    [
        (lambda: Adoption.of_partners([str(n) for n in range(13)]), "many"),
        (lambda: Adoption.of_partners(["x" * 81]), "name"),
        (lambda: Adoption(("A",)).with_partners(["B", " b"]), "twice"),
        (lambda: Adoption(("A",)).with_score("B", "1A", 1), "partner"),
        (lambda: Adoption(("A",)).with_score("A", "9Z", 1), "item"),
        (lambda: Adoption(("A",)).with_score("A", "1A", SCAN.best + 1), "score"),
        (lambda: Adoption(("A",)).with_score("A", "1A", True), "score"),
        (lambda: Adoption().with_fact("paid", "maybe"), "fact"),
    ],
)
def test_nothing_wrong_can_be_made_on_the_page_either(make, id):
    """The scan checks itself, not only files; in Dutch no English word is left in the message."""
    with pytest.raises(DataError) as refused:
        make()
    assert refused.value.id == f"errors.decide_adoption_{id}"
    assert "need" not in error_text(refused.value, "nl")


def test_the_schema_of_a_dossier_has_the_limits_of_the_scan():
    """Scale, names and number of partners stand in the content file; the schema repeats them."""
    fields = sections.schema()["properties"]["adoption"]["anyOf"][-1]["properties"]
    scores = fields["scores"]["additionalProperties"]["additionalProperties"]["anyOf"][-1]
    assert fields["partners"]["maxItems"] == SCAN.limits.most_partners
    assert fields["partners"]["items"]["maxLength"] == SCAN.limits.longest_name
    assert (scores["minimum"], scores["maximum"]) == (SCAN.scale[0].score, SCAN.best)
    assert tuple(fields["facts"]["additionalProperties"]["enum"]) == KNOWN


def test_a_partner_that_is_renamed_keeps_the_scores():
    """A name changed in its place is the same partner; who is taken away goes with the scores."""
    one = filled(3, **{"1A": 0})
    renamed = one.with_partners(["Sociale Verzekeringsbank", "UWV"])
    assert renamed.score("Sociale Verzekeringsbank", "1A") == 0
    assert one.with_partners(["UWV"]).score("UWV", "1A") == 3
    swapped = one.with_partners(["UWV", "SVB"])
    assert (swapped.score("SVB", "1A"), swapped.score("UWV", "1A")) == (0, 3)
    assert one.with_partners(["CBS", "SVB"]).score("CBS", "1A") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_reproduces_where_the_report_says_it_stuck(lang):
    """The banks have no interest of their own, and that stops the case of health-care fraud."""
    found = assess(example(lang).adoption)
    bank = example(lang).adoption.partners[1]
    assert found.outcome == "stop"
    assert {link.partner for link in found.stops} == {bank}
    assert all(set(given_) == set(ITEMS) for given_ in example(lang).adoption.scores.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("score", [None, 0, 1, 3])
def test_the_summary_tells_each_outcome(lang, score):
    """A memo gets sentences without mark-up, also with names that look like it."""
    name = '<script>alert("x")</script>'
    state = filled(score).with_partners(["SVB", name]).to_mapping()
    told = summary(state, lang)
    assert told.sentence.endswith(".")
    assert told.outcome == {None: "find-out", 0: "stop", 1: "weak", 3: "fine"}[score]
    assert all(isinstance(text, str) for text in told.measures)
    assert escape(name) not in str(told)
    assert bool(told.weakest) == (score is not None)
    assert PRECONDITIONS not in told.sentence


def test_a_dossier_holds_a_scan_and_refuses_what_is_none():
    """A scan goes into a dossier's file and back; a score that is none is told."""
    state = filled(2).with_fact("paid", "no").to_mapping()
    text = Dossier.empty("nl").with_(adoption=state).to_json()
    assert Dossier.from_json(text).adoption == state
    with pytest.raises(DataError) as refused:
        Dossier.from_json(text.replace('"1A": 2', '"1A": 7'))
    assert "adoption" in str(refused.value)
