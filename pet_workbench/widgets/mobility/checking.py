"""Tricks with evidence: what an operator is shown, what it checks, and what the host gets."""

from typing import TYPE_CHECKING

from pet_workbench.attacks.changed_program import disguised
from pet_workbench.attacks.false_evidence import NEWEST, TRICKS, Attempted, attempt
from pet_workbench.enclave import Policy
from pet_workbench.usecases.mobility import OPERATORS
from pet_workbench.usecases.mobility.in_enclave import rows_of, suppressing
from pet_workbench.usecases.mobility.inside import KEY_BYTES, pack, unpack
from pet_workbench.widgets import CheckBox, Choice, Columns, Sentence, html, note
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.mobility.seen import rows_html
from pet_workbench.widgets.mobility.verdict import Judged, verdict_html

if TYPE_CHECKING:
    from pet_workbench.widgets.mobility.page import MobilityPage


class Checking(Section):
    """A list of tricks, a tick for "the operators check", and what comes of it.

    Parameters
    ----------
    page : MobilityPage

    Attributes
    ----------
    trick : Choice
    checks : Checkbox
    sentence : Sentence
    verdict, rows : HTML
        The points of the policy; the first rows that the host reads.
    tried : Attempted or None
        What came of the last trick, for tests.
    """

    tried: Attempted | None = None

    def __init__(self, page: "MobilityPage") -> None:
        words = page.words
        self.trick = Choice(words("checking_trick"), {one: words(f"trick_{one}") for one in TRICKS})
        self.checks = CheckBox(words("checking_checks"), value=True)
        self.sentence, self.verdict, self.rows = Sentence(), html(""), html("")
        super().__init__(
            page,
            [
                Columns([self.trick, self.checks]),
                self.sentence,
                self.verdict,
                self.rows,
                note(words("checking_why"), lang=page.lang, kind="fact"),
            ],
            label=words("checking_label"),
            follows=("n", "minimum"),
        )
        for control in (self.trick, self.checks):
            control.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Try the trick, and show what the operator saw and what the host got."""
        self.tried, self.verdict.value, self.rows.value = None, "", ""
        self.sentence.say("")
        state, words = self.page.state, self.words
        program = suppressing(state.minimum)
        rows = rows_of(state.tables[OPERATORS[0]])
        tried = attempt(
            self.trick.value,
            pack(rows, bytes(KEY_BYTES)),
            approved=program,
            changed=disguised(program),
            is_checked=self.checks.value,
        )
        self.tried = tried
        read = unpack(tried.read)[1] if tried.read else rows[:0]
        key = "refused" if tried.error else "read" if read.size else "delivered"
        facts = {
            "why": words(f"trick_why_{self.trick.value}"),
            "rows": words.number(rows.size),
            "read": words.number(read.size),
            "sent": words.size(tried.sent),
        }
        self.sentence.say(words(f"checking_{key}", **facts))
        self.verdict.value = self._verdict(tried)
        self.rows.value = (
            rows_html(read, words, caption="checking_rows_caption") if read.size else ""
        )

    def _verdict(self, tried: Attempted) -> str:
        """Show the points of the operator's policy, or say that it looked at none."""
        words = self.words
        if not self.checks.value:
            return ""
        policy = Policy(
            frozenset({tried.root}),
            frozenset({suppressing(self.page.state.minimum).measurement}),
            security_version=NEWEST,
        )
        reasons = [refusal.reason for refusal in tried.refusals]
        return verdict_html(
            policy,
            {words("column_got"): Judged(tried.evidence, reasons)},
            words,
            caption="checking_caption",
        )
