"""Who holds which key, and what follows from that."""

from dataclasses import dataclass

import pandas as pd

from pet_workbench.viz.homomorphic import Holder, holders_svg
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Sentence, html

INPUTS, ANSWER = "inputs", "answer"


@dataclass(frozen=True)
class Flow:
    """Something encrypted that is sent.

    Attributes
    ----------
    sender, receiver : str
        Roles.
    what : {"inputs", "answer"}
    """

    sender: str
    receiver: str
    what: str


@dataclass(frozen=True)
class Arrangement:
    """Who takes part, who holds the secret key, and what is sent.

    Attributes
    ----------
    places : dict of str to (int, int)
        Roles, and where each stands in the picture.
    owners : tuple of str
        Roles that bring data.
    secret : tuple of str
        Roles that hold the secret key; everybody holds the public one.
    flows : tuple of Flow
    """

    places: dict[str, tuple[int, int]]
    owners: tuple[str, ...]
    secret: tuple[str, ...]
    flows: tuple[Flow, ...]

    def reads_inputs(self, role: str) -> bool:
        """Tell whether `role` can read what somebody else brought."""
        others = set(self.owners) - {role}
        received = [flow for flow in self.flows if flow.receiver == role and flow.what == INPUTS]
        return role in self.secret and any(flow.sender in others for flow in received)

    def reads_answer(self, role: str) -> bool:
        """Tell whether `role` gets to know the answer."""
        return role in self.secret and any(flow.receiver == role for flow in self.flows)


_TWO = {"owner": (90, 40), "computer": (390, 40)}
_FOUR = {"first": (90, 40), "second": (90, 190), "computer": (390, 40), "receiver": (390, 190)}
_TOTAL = (
    Flow("first", "computer", INPUTS),
    Flow("second", "computer", INPUTS),
    Flow("computer", "receiver", ANSWER),
)
ARRANGEMENTS = {
    "outsourced": Arrangement(
        _TWO,
        ("owner",),
        ("owner",),
        (Flow("owner", "computer", INPUTS), Flow("computer", "owner", ANSWER)),
    ),
    "total": Arrangement(_FOUR, ("first", "second"), ("receiver",), _TOTAL),
    "direct": Arrangement(
        {role: _FOUR[role] for role in ("first", "second", "receiver")},
        ("first", "second"),
        ("receiver",),
        (Flow("first", "receiver", INPUTS), Flow("second", "receiver", INPUTS)),
    ),
    "both": Arrangement(_FOUR, ("first", "second"), ("receiver", "computer"), _TOTAL),
}
"""The last two are mistakes: the key's holder gets the inputs, or the inputs' holder the key."""


class KeyHolders(Live):
    """Choose an arrangement: a picture, what each party can do, and a verdict.

    Attributes
    ----------
    arrangement : Choice
    """

    def __init__(self, words: Words) -> None:
        self.arrangement = Choice(
            words("holders_choice"), {one: words(f"holders_{one}") for one in ARRANGEMENTS}
        )
        self.picture, self.table = html(""), html("")
        self.sentence, self.alert = Sentence(), no_alert()
        super().__init__(
            words,
            [self.arrangement, self.picture, self.table, self.sentence, self.alert],
            label=words("holders_label"),
            controls=(self.arrangement,),
        )

    def redraw(self) -> None:
        """Draw the parties and say who can read what."""
        key = self.arrangement.value
        chosen, words = ARRANGEMENTS[key], self.words
        names = {role: words(f"holders_role_{role}") for role in chosen.places}
        roles = list(chosen.places)
        holders = [
            Holder(
                names[role], x, y, ("secret", "public") if role in chosen.secret else ("public",)
            )
            for role, (x, y) in chosen.places.items()
        ]
        flows = [(roles.index(flow.sender), roles.index(flow.receiver)) for flow in chosen.flows]
        sent = [
            words(f"holders_sent_{flow.what}", sender=names[flow.sender], to=names[flow.receiver])
            for flow in chosen.flows
        ]
        alt = words("holders_alt", secret=words.join([names[role] for role in chosen.secret]))
        height = 110 if len(set(chosen.places.values())) == 2 else 260
        items = "".join(f"<li>{one}</li>" for one in sent)
        self.picture.value = (
            holders_svg(holders, flows, alt=f"{alt} {' '.join(sent)}", height=height)
            + f"{small(words('holders_legend'))}<ol>{items}</ol>"
        )
        self.table.value = self._table(chosen, names)
        kind = "pet-wrong" if any(map(chosen.reads_inputs, roles)) else "pet-right"
        self.sentence.say(f'<p class="{kind}">{words(f"holders_verdict_{key}")}</p>')

    def _table(self, chosen: Arrangement, names: dict[str, str]) -> str:
        """Return what each party can do."""
        frame = pd.DataFrame(
            {
                "party": list(names.values()),
                "compute": [True] * len(names),
                "inputs": [chosen.reads_inputs(role) for role in names],
                "answer": [chosen.reads_answer(role) for role in names],
            }
        )
        return table_html(
            frame,
            lang=self.words.lang,
            caption=self.words("holders_caption"),
            headers={name: self.words(f"holders_head_{name}") for name in frame.columns},
        )
