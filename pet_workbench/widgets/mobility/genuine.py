"""Evidence of a real processor, judged offline by the policy that also judges the simulation."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import ipywidgets as w

from pet_workbench.enclave import Evidence, Policy, SimulatedChip, SimulatedEnclave
from pet_workbench.enclave.evidence import binding
from pet_workbench.enclave.policy import Reason
from pet_workbench.enclave.snp import MILAN_ROOT, Report, genuine
from pet_workbench.i18n import day
from pet_workbench.usecases.mobility.in_enclave import SECURITY_VERSION, suppressing
from pet_workbench.widgets import CheckBox, Columns, Sentence, html, note
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.mobility.verdict import Judged, verdict_html

if TYPE_CHECKING:
    from pet_workbench.widgets.mobility.page import MobilityPage


class Genuine(Section):
    """Three ticks, the chain of signatures, and both kinds of evidence before one policy.

    Parameters
    ----------
    page : MobilityPage

    Attributes
    ----------
    accept_debug, own_program, own_question : Checkbox
        Whether the policy lets debugging pass; whether it asks for our program; for our question.
    sentence : Sentence
    chain, verdict : HTML
    reasons : tuple of str
        Why the real report is refused, for tests.
    """

    reasons: tuple[Reason, ...] = ()

    def __init__(self, page: "MobilityPage") -> None:
        words = page.words
        self.accept_debug, self.own_program, self.own_question = (
            CheckBox(words(f"genuine_{name}"))
            for name in ("accept_debug", "own_program", "own_question")
        )
        self.chain, self.sentence, self.verdict = html(""), Sentence(), html("")
        ticks = (self.accept_debug, self.own_program, self.own_question)
        super().__init__(
            page,
            [
                self.chain,
                Columns([w.VBox(ticks)]),
                self.sentence,
                self.verdict,
                note(words("genuine_why"), lang=page.lang, kind="fact"),
            ],
            label=words("genuine_label"),
            follows=("minimum",),
        )
        for tick in ticks:
            tick.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Check the chain, and hold both kinds of evidence against the policy."""
        self.chain.value = self.verdict.value = ""
        self.sentence.say("")
        words, at = self.words, datetime.now(UTC)
        report = genuine()
        real = report.evidence(at=at)
        self.chain.value = self._chain(report, at)
        simulated, expected = self._simulated()
        policy = self.policy(real, simulated)
        asked = os.urandom(64) if self.own_question.value else real.binding
        self.reasons = tuple(one.reason for one in policy.refusals(real, binding=asked))
        others = [one.reason for one in policy.refusals(simulated, binding=expected)]
        columns = {
            words("genuine_simulated"): Judged(simulated, others),
            words("genuine_real"): Judged(real, self.reasons),
        }
        self.verdict.value = verdict_html(policy, columns, words, caption="genuine_caption")
        key = "refused" if self.reasons else "accepted"
        why = words.join([words(f"reason_{one}") for one in self.reasons])
        self.sentence.say(words(f"genuine_{key}", why=why))

    def policy(self, real: Evidence, simulated: Evidence) -> Policy:
        """Return one policy for both, as the ticks have it.

        Parameters
        ----------
        real, simulated : Evidence
        """
        ours = suppressing(self.page.state.minimum).measurement
        policy = Policy(
            frozenset({MILAN_ROOT, simulated.root}),
            frozenset({ours, real.measurement}),
            security_version=SECURITY_VERSION,
            allow_debug=self.accept_debug.value,
        )
        return replace(policy, measurements=frozenset({ours})) if self.own_program.value else policy

    def _simulated(self) -> tuple[Evidence, bytes]:
        """Return evidence of our program on a simulated chip, and what it should be bound to."""
        enclave = SimulatedEnclave(SimulatedChip(), suppressing(self.page.state.minimum))
        nonce = os.urandom(32)
        return enclave.attest(nonce).evidence(), binding(enclave.key, nonce)

    def _chain(self, report: Report, at: datetime) -> str:
        """Say who signed for whom."""
        words = self.words
        chip, between, root = (_name(one.subject.rfc4514_string()) for one in report.chain)
        facts = {"chip": chip, "between": between, "root": root}
        told = words(
            "genuine_chain",
            **facts,
            n_bytes=words.number(report.bytes),
            date=day(at.date().isoformat(), words.lang),
        )
        return f"<p>{told}</p>{small(words('genuine_offline'))}"


def _name(subject: str) -> str:
    """Return the common name out of the name of a certificate.

    Examples
    --------
    >>> _name("CN=ARK-Milan,O=Advanced Micro Devices")
    'ARK-Milan'
    """
    parts = dict(part.split("=", 1) for part in subject.split(",") if "=" in part)
    return parts.get("CN", subject)
