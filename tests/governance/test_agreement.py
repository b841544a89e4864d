"""An agreement is complete, fits together, and has one digest for every letter of it."""

import json
from dataclasses import replace

import pytest

from pet_workbench.core import DataError, PrivacyError
from pet_workbench.governance import (
    Agreement,
    Column,
    Decision,
    Output,
    Party,
    SignedAgreement,
    approve,
    conflicts,
    differences,
    repetitions,
)
from pet_workbench.governance.approval import DESIGN, REAL
from tests.governance.made import AGREEMENT, AT, COMPUTATION, TRUSTED, approved, key_of


def leaves(value, at=()):
    """Yield the place of every value in a tree of JSON."""
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, one in items:
        yield from leaves(one, (*at, name))
    if not isinstance(value, dict | list):
        yield at


def changed(plain, at):
    """Return a copy in which one value is another of its type."""
    copy = json.loads(json.dumps(plain))
    inner = copy
    for name in at[:-1]:
        inner = inner[name]
    old = inner[at[-1]]
    inner[at[-1]] = (
        f"{old[:-1]}{'1' if old[-1:] != '1' else '2'}" if isinstance(old, str) else old + 1
    )
    return copy


PLACES = sorted(leaves(AGREEMENT.to_plain()), key=str)


@pytest.mark.parametrize("at", PLACES, ids=lambda at: ".".join(map(str, at)))
def test_every_value_counts(at):
    """Change any value of it: it is refused, or every signature is void."""
    signed = approved()
    try:
        other = Agreement.from_plain(changed(AGREEMENT.to_plain(), at))
    except DataError:
        return
    assert other.digest != AGREEMENT.digest
    for one in signed.approvals:
        assert one.holds(AGREEMENT, TRUSTED[one.party])
        assert not one.holds(other, TRUSTED[one.party])


def test_most_values_can_be_changed_at_all():
    """So the test above does not pass by refusing everything."""
    kept = 0
    for at in PLACES:
        try:
            Agreement.from_plain(changed(AGREEMENT.to_plain(), at))
        except DataError:
            continue
        kept += 1
    assert kept > len(PLACES) / 2


def test_a_file_comes_back():
    """With its approvals, and with the same digest."""
    signed = approved()
    back = SignedAgreement.from_json(signed.to_json())
    assert back == signed
    assert back.agreement.digest == AGREEMENT.digest


def test_a_file_written_otherwise_is_the_same_agreement():
    """Order of names and layout do not count."""
    plain = json.loads(approved().to_json())
    text = json.dumps(dict(reversed(plain.items())), indent=4)
    assert SignedAgreement.from_json(text).agreement.digest == AGREEMENT.digest


BROKEN = {
    "no parties": {"parties": AGREEMENT.parties[:1]},
    "a name twice": {"parties": (*AGREEMENT.parties, AGREEMENT.parties[0])},
    "a key twice": {
        "parties": (*AGREEMENT.parties, Party("DUO", TRUSTED["SVB"], ("computer",))),
    },
    "no basis": {
        "parties": (replace(AGREEMENT.parties[0], basis=" "), *AGREEMENT.parties[1:]),
    },
    "no purpose": {"purpose": " "},
    "a stranger's column": {"columns": (replace(AGREEMENT.columns[0], party="DUO"),)},
    "a computer's column": {"columns": (replace(AGREEMENT.columns[0], party="CBS"),)},
    "an unknown definition": {"columns": (replace(AGREEMENT.columns[0], definition="x"),)},
    "a stranger as receiver": {
        "computation": replace(COMPUTATION, outputs=(Output("all", "DUO", "none"),)),
    },
    "no output": {"computation": replace(COMPUTATION, outputs=())},
    "no run": {"runs": 0},
    "an end before its beginning": {"until": "2025-01-01T00:00:00Z"},
    "a day that is none": {"until": "2026-02-31T00:00:00Z"},
    "more budget than there is": {
        "computation": replace(COMPUTATION, epsilon=0.6),
        "epsilon": 1.0,
    },
    "a name that is a path": {
        "parties": (replace(AGREEMENT.parties[0], name="../SVB"), *AGREEMENT.parties[1:]),
    },
    "a name with a new line": {
        "parties": (replace(AGREEMENT.parties[0], name="SV\nB"), *AGREEMENT.parties[1:]),
    },
}


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_together_is_refused(fields):
    """Before anybody can sign it."""
    with pytest.raises(DataError):
        AGREEMENT.but(**fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"agreement": [], "approvals": []}',
        '{"agreement": {}, "approvals": []}',
        '{"agreement": {"version": 2}, "approvals": []}',
        "[" * 100_000,
        " " * 2_000_000,
    ],
    ids=len,
)
def test_what_is_no_agreement_is_refused(text):
    """Also when it is huge or deep."""
    with pytest.raises(DataError):
        SignedAgreement.from_json(text)


def test_columns_that_do_not_mean_the_same_need_a_decision():
    """Until there is one, nobody can sign."""
    undecided = AGREEMENT.but(decisions=())
    assert [one.id for one in undecided.undecided] == ["SVB.aow_cents~UWV.income_cents"]
    with pytest.raises(PrivacyError) as caught:
        approve(undecided, key_of("SVB"), stage=DESIGN, at=AT)
    assert caught.value.id == "errors.agreement_undecided"
    about_another = AGREEMENT.but(decisions=(Decision("SVB.a~UWV.b", "goed"),))
    assert about_another.undecided == undecided.undecided


@pytest.mark.parametrize(
    ("field", "value", "differs"),
    [
        ("definition", "income-aow", ()),
        ("unit", "euros a year", (("definition", "unit"),)),
        ("used_as", "wage", ()),
    ],
)
def test_a_conflict_is_about_what_is_used_together(field, value, differs):
    """Another definition or unit counts, where the columns are used as one."""
    columns = (AGREEMENT.columns[0], replace(AGREEMENT.columns[1], **{field: value}))
    assert tuple(one.differs for one in conflicts(columns)) == differs


def test_three_columns_have_three_pairs():
    """Each pair is a conflict of its own."""
    columns = [Column(name, "c", f"d-{name}", "", "r", "income") for name in ("a", "b", "c")]
    assert [one.id for one in conflicts(columns)] == ["a.c~b.c", "a.c~c.c", "b.c~c.c"]


def test_somebody_elses_key_does_not_sign():
    """The agreement names the key of each party."""
    agreement = AGREEMENT.but(
        parties=(replace(AGREEMENT.parties[0], key="0" * 64), *AGREEMENT.parties[1:])
    )
    with pytest.raises(PrivacyError) as caught:
        approve(agreement, key_of("SVB"), stage=DESIGN, at=AT)
    assert caught.value.id == "errors.agreement_key"


def test_no_real_run_is_approved_unseen():
    """Before there is a design run to name."""
    with pytest.raises(PrivacyError) as caught:
        approve(AGREEMENT, key_of("SVB"), stage=REAL, at=AT)
    assert caught.value.id == "errors.agreement_untried"


def test_an_approval_is_for_one_stage_one_run_and_one_moment():
    """Each of its fields is signed."""
    (one, _) = approved().approvals
    for field, value in (("stage", REAL), ("seen", "0" * 64), ("at", "2027"), ("party", "UWV")):
        assert not replace(one, **{field: value}).holds(AGREEMENT, TRUSTED["SVB"])


def test_a_swapped_parameter_is_named():
    """A field that is gone differs from one that is null."""
    asked = replace(COMPUTATION, parameters={"threshold_percent": None, "minimum_found": 10})
    assert [(one.field, one.agreed, one.asked) for one in differences(COMPUTATION, asked)] == [
        ("parameters.third_party", '"CBS"', ""),
        ("parameters.threshold_percent", "100", "null"),
    ]


def test_nearly_the_same_question_is_shown():
    """One that differs in few parameters; not one about other columns or another case."""
    earlier = AGREEMENT.but(title="Eerder")
    lower = AGREEMENT.but(
        computation=replace(
            COMPUTATION, parameters={**COMPUTATION.parameters, "threshold_percent": 99}
        )
    )
    (found,) = repetitions(lower, [earlier])
    assert [(one.field, one.agreed, one.asked) for one in found.differs] == [
        ("parameters.threshold_percent", "100", "99")
    ]
    assert found.columns == ("SVB.aow_cents", "UWV.income_cents")
    other_case = earlier.but(computation=replace(COMPUTATION, case="debts"))
    other_columns = earlier.but(
        columns=tuple(replace(one, name=f"{one.name}_2") for one in earlier.columns), decisions=()
    )
    assert repetitions(lower, [other_case, other_columns, lower]) == ()


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\u200b", "\x1b[2J", "\x00"])
def test_characters_that_people_do_not_see_are_refused(unseen):
    """Text that runs backwards reads as something else than what is signed."""
    for changed in (
        {"purpose": f"Niet meer dan {unseen}01"},
        {"computation": replace(AGREEMENT.computation, parameters={"name": f"a{unseen}b"})},
    ):
        with pytest.raises(DataError) as caught:
            AGREEMENT.but(**changed)
        assert caught.value.id == "errors.agreement_incomplete"
    assert AGREEMENT.but(purpose="Regel één\n\tregel twee: ± 5 woorden").purpose
