"""An agreement of two owners, a third body and a supervisor, as the tests need it."""

from datetime import UTC, datetime, timedelta
from functools import cache

from pet_workbench.governance import (
    Agreement,
    Column,
    Computation,
    Decision,
    Definition,
    Gate,
    Output,
    Party,
    SignedAgreement,
    SigningKey,
    approve,
)
from pet_workbench.governance.approval import DESIGN, REAL
from pet_workbench.governance.register import Register

NAMES = ("SVB", "UWV", "CBS", "AP")
OWNERS = NAMES[:2]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AT = "2026-06-01T12:00:00Z"


class Clock:
    """A clock that says what the test wants."""

    def __init__(self, moment=NOON):
        self.moment = moment

    def __call__(self):
        """Return the moment."""
        return self.moment

    def go(self, **span):
        """Go forward, or back."""
        self.moment += timedelta(**span)


@cache
def key_of(party):
    """Return the party's key; the same in all tests of a process."""
    return SigningKey(party)


TRUSTED = {name: key_of(name).public for name in NAMES}
COMPUTATION = Computation(
    case="aio",
    technique="secret-sharing:pseudonyms",
    parameters={"threshold_percent": 100, "minimum_found": 10, "third_party": "CBS"},
    outputs=(Output("households_found", "SVB", "minimum_found"),),
    learned=("sizes_at_owners",),
    smallest=10,
    software="pet-workbench 0.1.0",
)
ROLES = {
    "SVB": ("owner", "computer", "receiver"),
    "UWV": ("owner", "computer"),
    "CBS": ("computer",),
    "AP": ("supervisor",),
}
AGREEMENT = Agreement(
    title="Wie mist de AIO?",
    purpose="Huishoudens vinden die geen AIO ontvangen en er recht op kunnen hebben.",
    parties=tuple(
        Party(
            name,
            TRUSTED[name],
            ROLES[name],
            basis="taak in de wet" if name in OWNERS else "",
            reference="artikel 1" if name in OWNERS else "",
        )
        for name in NAMES
    ),
    definitions=(
        Definition("income-aow", "inkomen voor de AIO", "Participatiewet, artikel 32"),
        Definition("income-sv", "loon voor de sociale verzekeringen", "Wfsv, artikel 16"),
    ),
    columns=(
        Column("SVB", "aow_cents", "income-aow", "cents a month", "AOW", "income"),
        Column("UWV", "income_cents", "income-sv", "cents a month", "Polisadministratie", "income"),
    ),
    decisions=(Decision("SVB.aow_cents~UWV.income_cents", "het verschil is klein genoeg"),),
    computation=COMPUTATION,
    runs=2,
    epsilon=0.0,
    since="2026-01-01T00:00:00Z",
    until="2026-12-31T23:59:59Z",
)


def approved(agreement=AGREEMENT, *, stage=DESIGN, seen=None):
    """Return the agreement with the approvals of its owners for a stage."""
    return SignedAgreement(
        agreement,
        tuple(
            approve(agreement, key_of(name), stage=stage, at=AT, seen=(seen or {}).get(name, ""))
            for name in agreement.owners
        ),
    )


class Desk:
    """The gates of all parties, each with its own register and its own two sources."""

    def __init__(self, folder, *, clock=None):
        self.clock, self.reads = clock or Clock(), []
        self.registers = {
            name: Register(folder / f"{name}.register", name, clock=self.clock) for name in NAMES
        }
        self.gates = {name: self._gate(name) for name in NAMES}
        for register in self.registers.values():
            register.open("test")

    def _gate(self, name):
        return Gate(
            name,
            trusted=TRUSTED,
            register=self.registers[name],
            sources={
                stage: lambda stage=stage: self.reads.append((name, stage)) or f"{stage} of {name}"
                for stage in (DESIGN, REAL)
            },
            who="test",
        )

    def run(self, signed, *, stage, asked=COMPUTATION, parties=OWNERS):
        """Run to the end at some parties; the marks of the last entries."""
        marks = {}
        for name in parties:
            permit = self.gates[name].admit(signed, asked, stage=stage)
            permit.read()
            marks[name] = permit.finish(rows=5, released=[(asked.outputs[0], 3)]).mark
        return marks

    def ready(self, agreement=AGREEMENT):
        """Return the agreement, approved for the real run after a design run."""
        design = approved(agreement)
        seen = self.run(design, stage=DESIGN, asked=agreement.computation)
        return design.with_(*approved(agreement, stage=REAL, seen=seen).approvals)
