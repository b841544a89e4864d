"""The reader's choices on the page of `emoji`."""

import math
from typing import Any, ClassVar

import traitlets

from pet_workbench.core import Outcome
from pet_workbench.dp.local import LocalProtocol
from pet_workbench.usecases.emoji import CASE, CENTRAL, PLAIN, EmojiList, emoji_list, protocol_of
from pet_workbench.widgets.case import CaseState

UNARY, HASHING, RESPONSE = (id for id in CASE.techniques if id not in (CENTRAL, PLAIN))
LOCALS = (UNARY, HASHING, RESPONSE)
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
EPSILONS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)


def kind_of(technique: str) -> str:
    """Return the protocol of a technique: what stands after the colon."""
    return technique.partition(":")[2]


class EmojiState(CaseState):
    """The reader's choices.

    Attributes
    ----------
    texts : str
        In which language people write.
    epsilon : float
        Of one report.
    """

    case: ClassVar = CASE
    data: ClassVar = ("n", "texts")
    choices: ClassVar = ("epsilon",)

    n = traitlets.Int(100_000)
    texts = traitlets.Unicode("nl")
    epsilon = traitlets.Float(1.0)

    @property
    def listed(self) -> EmojiList:
        """The emoji that devices can report."""
        return emoji_list(self.texts)

    @property
    def local(self) -> str:
        """The technique the reader looks at, or the first one if that is not on the device."""
        return self.technique if self.technique in LOCALS else UNARY

    @property
    def protocol(self) -> LocalProtocol:
        """The protocol of `local`, with the present epsilon."""
        return self.protocol_of(self.local)

    def protocol_of(self, technique: str) -> LocalProtocol:
        """Return the protocol of a technique on the device, with the present epsilon."""
        return protocol_of(kind_of(technique), self.epsilon)

    @property
    def sure(self) -> float:
        """How sure somebody can be of one of two emoji, who thought it fifty-fifty before."""
        return 1 / (1 + math.exp(-self.epsilon))

    def reports(self, outcome: Outcome) -> Any:
        """Return the reports of a run on devices, as the maker received them."""
        step = f"{kind_of(outcome.technique)} reports"
        values = outcome.transcript.view("Maker").find(step)[0].values()
        return values.reshape(-1, 8) if outcome.technique == UNARY else values
