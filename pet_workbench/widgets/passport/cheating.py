"""Cheat with passports: lie, forge, use one again, change a bit, exchange proofs."""

import secrets
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.attacks.altered_proofs import exchanged, flipped
from pet_workbench.proofs import commit
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.passport import (
    CASE,
    PRODUCER,
    VERIFIER,
    ZERO_KNOWLEDGE,
    Rules,
)
from pet_workbench.usecases.passport.document import (
    POINT,
    SIGNATURE_BYTES,
    Subject,
    make_passport,
    part_bytes,
    passport_bytes,
)
from pet_workbench.usecases.passport.in_proofs import KEY
from pet_workbench.usecases.passport.judging import judge
from pet_workbench.widgets import Button, CheckBox, Choice, Columns, row, table_html
from pet_workbench.widgets.case import SEED, AttackSection

if TYPE_CHECKING:
    from pet_workbench.core import Outcome
    from pet_workbench.widgets.passport.page import PassportPage

WAYS = ("lie", "forge", "replay", "tamper", "swap")
PRODUCTS = 5
RULES = Rules.of(CASE.parameters)


class Cheating(AttackSection):
    """A way to cheat, an auditor or none, a button, and a list of what was tried.

    Parameters
    ----------
    page : PassportPage

    Attributes
    ----------
    way : Choice
    auditor : Checkbox
    button : Button
    found : dict of (str, bool) to str
        Per way, with or without an auditor, why the passport was refused; empty if it was accepted.
    """

    def __init__(self, page: "PassportPage") -> None:
        words = page.words
        self.way = Choice(words("cheat_way"), {one: words(f"cheat_{one}") for one in WAYS})
        self.auditor = CheckBox(words("cheat_auditor"))
        self.button = Button(words("cheat_button"), self.doing(self.cheat), primary=True)
        self.tried: dict[tuple[str, bool], str] = {}
        controls = [Columns([self.way, self.auditor]), row([self.button])]
        super().__init__(page, controls, follows=())

    def cheat(self) -> None:
        """Cheat in the way that was chosen, and list what came of everything tried so far."""
        way, audited = self.way.value, self.auditor.value
        reason = getattr(self, f"_{way}")(audited)
        self.tried[way, audited] = reason
        self.found = dict(self.tried)
        self.sentence.say(self._said(way, reason))
        self.table.value = self._table()

    def _said(self, way: str, reason: str) -> str:
        """Tell what came of one way to cheat."""
        words = self.words
        verdict = "accepted" if not reason else "refused"
        keys = [f"cheat_{way}_{verdict}", f"cheat_{verdict}"]
        told = {
            "bad": str(self._bad),
            "good": str(self._good),
            "minimum": words.percent(RULES.minimum_share),
            "reason": words(f"reason_{reason}") if reason else "",
            "bits": words.number(len(looked_at(passport_bytes(RULES), audited=self.auditor.value))),
        }
        return words.first(keys, **told)

    def _table(self) -> str:
        """List what was tried."""
        words = self.words
        frame = pd.DataFrame(
            [
                [
                    words(f"cheat_{way}"),
                    audited,
                    words(f"reason_{reason or 'accepted'}"),
                ]
                for (way, audited), reason in self.tried.items()
            ],
            columns=["way", "auditor", "verdict"],
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("cheat_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    @cached_property
    def _tables(self) -> Tables:
        """The products to cheat with: the first that is right, and one with too little recycled."""
        return CASE.load(n=PRODUCTS, seed=SEED)

    @cached_property
    def _good(self) -> int:
        """A product that meets the rules."""
        exact = CASE.exact(self._tables, **CASE.parameters)
        return int(exact.products[exact.accepted][0])

    @cached_property
    def _bad(self) -> int:
        """A product that would meet the rules if less had to be recycled."""
        strict = CASE.exact(self._tables, **CASE.parameters).accepted
        easy = CASE.exact(self._tables, **{**CASE.parameters, "minimum_share": 0})
        return int(easy.products[easy.accepted & ~strict][0])

    def _run(self, product: int, audited: bool, lie: str = "none") -> "Outcome":
        """Make and judge the passport of one product."""
        only = {
            party: table[table["product"] == product].reset_index(drop=True)
            for party, table in self._tables.items()
        }
        return CASE.run(ZERO_KNOWLEDGE, only, auditor=audited, lie=lie)

    def _judged(self, passport: bytes, product: int, weighed: int, outcome: "Outcome") -> str:
        """Judge a passport as that of `product`, which weighs as much as `weighed` does."""
        goods = self._tables[PRODUCER].set_index("product")["weight"]
        keys = outcome.transcript.view(VERIFIER).find(KEY)
        auditor = keys[0].values().tobytes() if keys else None
        return judge(passport, int(goods[weighed]), Subject(product, RULES), auditor=auditor)

    def _lie(self, audited: bool) -> str:
        """Let a supplier state that all of its material is recycled."""
        return str(self._run(self._bad, audited, lie="recycled").answer.reasons[0])

    def _forge(self, audited: bool) -> str:
        """Let the producer prove something about numbers that it made up."""
        outcome = self._run(self._bad, audited)
        handed_in = outcome.transcript.view(PRODUCER).find("part of the passport")
        parts = [message.values().tobytes() for message in handed_in]
        weight = int(self._tables[PRODUCER].set_index("product")["weight"][self._bad])
        subject = Subject(self._bad, RULES)
        forged = make_passport(parts, commit(weight), commit(weight), weight, subject)
        return self._judged(forged, self._bad, self._bad, outcome)

    def _replay(self, audited: bool) -> str:
        """Show the passport of a good product with a bad one that weighs the same."""
        outcome = self._run(self._good, audited)
        return self._judged(_passport(outcome), self._bad, self._good, outcome)

    def _tamper(self, audited: bool) -> str:
        """Turn over one bit of a good passport, any of those that are looked at."""
        outcome = self._run(self._good, audited)
        passport = _passport(outcome)
        changed = flipped(passport, secrets.choice(looked_at(len(passport), audited=audited)))
        return self._judged(changed, self._good, self._good, outcome)

    def _swap(self, audited: bool) -> str:
        """Exchange the proofs of two suppliers in a good passport."""
        outcome, size = self._run(self._good, audited), part_bytes(RULES)
        first = slice(3 * POINT, size - SIGNATURE_BYTES)
        second = slice(first.start + size, first.stop + size)
        swapped = exchanged(_passport(outcome), first, second)
        return self._judged(swapped, self._good, self._good, outcome)


def looked_at(n_bytes: int, *, audited: bool) -> list[int]:
    """Return the places of the bits of a passport at which a verifier looks.

    Without an auditor nobody looks at the empty places of signatures, and they prove nothing.

    Parameters
    ----------
    n_bytes : int
    audited : bool
    """
    size = part_bytes(RULES)
    signed = n_bytes - n_bytes % size
    return [
        bit
        for bit in range(8 * n_bytes)
        if audited or bit // 8 >= signed or bit // 8 % size < size - SIGNATURE_BYTES
    ]


def _passport(outcome: "Outcome") -> bytes:
    """Return the one passport that the verifier received."""
    passport: bytes = outcome.transcript.view(VERIFIER).find("passports")[0].values().tobytes()
    return passport
