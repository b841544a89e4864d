"""What each kind of proof takes: bytes, and milliseconds on this computer."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.proofs import Commitment, Opening, commit, known, membership, ranges
from pet_workbench.widgets import Button, Sentence, html, row, table_html
from pet_workbench.widgets.case import Busy, Section, small

if TYPE_CHECKING:
    from pet_workbench.widgets.passport.page import PassportPage

TARGET = 0.010
"""Seconds that a proof should take at most, to prove and to verify."""
TIMES = 3
_HERE = b"product passport, measured"
Prove = Callable[[Opening], bytes]
Verify = Callable[[Commitment, bytes], bool]


@dataclass(frozen=True)
class Taken:
    """What one kind of proof takes.

    Attributes
    ----------
    kind : str
        Id of its words.
    size : int
        Binary digits or values on the list; 0 where there is no choice.
    size_bytes : int
    prove_seconds, verify_seconds : float
        The quickest of a few.
    """

    kind: str
    size: int
    size_bytes: int
    prove_seconds: float
    verify_seconds: float


def measure() -> list[Taken]:
    """Make and verify a proof of each kind a few times, and keep the quickest."""
    kinds = [
        *(("range", bits, _of_range(bits)) for bits in (10, 32)),
        *(("list", length, _of_list(length)) for length in (5, 27, 50)),
        ("balance", 0, _of_balance()),
    ]
    return [_timed(kind, size, *both) for kind, size, both in kinds]


def _of_range(bits: int) -> tuple[Prove, Verify]:
    return (
        lambda opening: ranges.prove(opening, bits, context=_HERE),
        lambda closed, proof: ranges.verify(closed, bits, proof, context=_HERE),
    )


def _of_list(length: int) -> tuple[Prove, Verify]:
    values = range(length)
    return (
        lambda opening: membership.prove(opening, values, context=_HERE),
        lambda closed, proof: membership.verify(closed, values, proof, context=_HERE),
    )


def _of_balance() -> tuple[Prove, Verify]:
    return (
        lambda opening: known.prove(opening, opening.value, context=_HERE),
        lambda closed, proof: known.verify(closed, 1, proof, context=_HERE),
    )


def _timed(kind: str, size: int, prove: Prove, verify: Verify) -> Taken:
    """Take the time of one kind."""
    opening, proving, verifying, proof = commit(1), [], [], b""
    closed = opening.commitment
    for _ in range(TIMES):
        start = perf_counter()
        proof = prove(opening)
        proven = perf_counter()
        if not verify(closed, proof):
            raise AssertionError(kind)
        proving.append(proven - start)
        verifying.append(perf_counter() - proven)
    return Taken(kind, size, len(proof), min(proving), min(verifying))


class Measured(Section):
    """A table of the proofs, and a button to measure again.

    Parameters
    ----------
    page : PassportPage

    Attributes
    ----------
    button : Button
    sentence : Sentence
    table : HTML
    taken : list of Taken
    """

    def __init__(self, page: "PassportPage") -> None:
        self.button = Button(page.words("measured_button"), self.refresh)
        self.busy, self.sentence, self.table = Busy(page.words), Sentence(), html("")
        self.taken: list[Taken] = []
        super().__init__(
            page,
            [
                self.table,
                self.sentence,
                row([self.button]),
                self.busy,
                html(small(page.words("measured_note"))),
            ],
            label=page.words("measured_label"),
        )

    def refresh(self, _: object = None) -> None:
        """Measure when there is time: the rest of the page comes first."""
        self.page.later.do(super().refresh)

    def redraw(self) -> None:
        """Measure, and show."""
        words = self.words
        with self.busy.while_working():
            self.taken = measure()
        frame = pd.DataFrame(
            {
                "proof": [
                    words(f"measured_{one.kind}", size=words.number(one.size)) for one in self.taken
                ],
                "bytes": [one.size_bytes for one in self.taken],
                "prove": [one.prove_seconds for one in self.taken],
                "verify": [one.verify_seconds for one in self.taken],
            }
        )
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words("measured_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
            written={"bytes": words.size, "prove": words.duration, "verify": words.duration},
        )
        slowest = max(max(one.prove_seconds, one.verify_seconds) for one in self.taken)
        key = "measured_within" if slowest <= TARGET else "measured_beyond"
        said = {"slowest": words.duration(slowest), "target": words.duration(TARGET)}
        self.sentence.say(words(key, **said))
