"""An agreement as a page: it says what the file says, and holds the file."""

from dataclasses import replace

import pytest

from pet_workbench.core import DataError
from pet_workbench.governance import SignedAgreement
from pet_workbench.governance.approval import REAL
from pet_workbench.reports.agreement import agreement_paper, read_agreement, write_agreement
from pet_workbench.reports.paper import Table
from tests.governance.made import AGREEMENT, COMPUTATION, approved

BOTH = pytest.mark.parametrize("lang", ["nl", "en"])


@BOTH
def test_the_file_comes_back_out_of_the_page(lang):
    """With every approval; and out of the file itself."""
    signed = approved()
    assert read_agreement(write_agreement(signed, lang=lang)) == signed
    assert read_agreement(signed.to_json().encode()) == signed


@BOTH
def test_the_page_says_what_was_agreed(lang):
    """Purpose, thresholds, bases, meanings, decisions and the whole digest."""
    page = write_agreement(approved(), lang=lang).decode()
    for said in (
        AGREEMENT.purpose,
        "threshold_percent = 100",
        "minimum_found = 10",
        "artikel 1",
        "Participatiewet, artikel 32",
        "het verschil is klein genoeg",
        AGREEMENT.digest,
        AGREEMENT.until,
    ):
        assert said in page


def approvals(signed):
    """Return the cells of the table of approvals."""
    (table,) = [
        block
        for part in agreement_paper(signed, lang="en").parts
        if part.id == "approvals"
        for block in part.blocks
        if isinstance(block, Table)
    ]
    return [row[1:] for row in table.rows]


def test_a_void_signature_is_shown_as_void():
    """After one threshold was changed."""
    signed = approved()
    assert approvals(signed) == [("signed at 2026-06-01T12:00:00Z", "not yet")] * 2
    lower = replace(COMPUTATION, parameters={**COMPUTATION.parameters, "minimum_found": 1})
    changed = SignedAgreement(AGREEMENT.but(computation=lower), signed.approvals)
    assert approvals(changed) == [("signature void", "not yet")] * 2
    both = signed.with_(
        *approved(stage=REAL, seen=dict.fromkeys(("SVB", "UWV"), "0" * 64)).approvals
    )
    assert approvals(both) == [("signed at 2026-06-01T12:00:00Z",) * 2] * 2


@BOTH
def test_an_open_conflict_and_a_budget_are_shown(lang):
    """In words; an agreement without noise says so."""
    undecided = AGREEMENT.but(decisions=())
    assert (
        "SVB.aow_cents + UWV.income_cents"
        in write_agreement(SignedAgreement(undecided), lang=lang).decode()
    )
    noisy = AGREEMENT.but(computation=replace(COMPUTATION, epsilon=0.25), epsilon=0.5)
    assert ("0,25" if lang == "nl" else "0.25") in write_agreement(
        SignedAgreement(noisy), lang=lang
    ).decode()


NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028"


def test_texts_do_nothing():
    """Whatever people typed is shown as it was typed."""
    signed = approved(AGREEMENT.but(title=NASTY, purpose=NASTY))
    page = write_agreement(signed, lang="en").decode()
    assert "<img" not in page
    assert "<script>alert" not in page
    assert read_agreement(page.encode()) == signed


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<html></html>",
        b"x" * 5_000_000,
        2 * b'<script type="application/json" id="agreement">{}</script>',
        b'<script type="application/json" id="dossier">{}</script>',
        b"{}",
    ],
    ids=["empty", "bytes", "page", "huge", "two", "dossier", "other"],
)
def test_another_file_is_refused(content):
    """In words."""
    with pytest.raises(DataError):
        read_agreement(content)
