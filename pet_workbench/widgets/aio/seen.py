"""What each party saw: in words, by its first values, and message by message."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

import ipywidgets as w
import numpy as np
import pandas as pd

from pet_workbench.core import Message, View
from pet_workbench.i18n import Language, size
from pet_workbench.sharing.joins.alignment import EMPTY, NOBODY
from pet_workbench.usecases.aio import CASE
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.widgets import Choice, Columns, card, html, table_html
from pet_workbench.widgets.aio.section import RUN, Section, Words, role, slug, small, tie
from pet_workbench.widgets.aio.state import PLAIN, SECRET, TRUSTED, AioState

COMPARISON = {"carry", "carry half", "bit product half", "masked planes", "masked bits"}
"""Steps of one comparison, shown as one."""
SAMPLES = {
    SECRET: {
        "svb": ("masked numbers", "positions", "households found"),
        "uwv": ("sizes", "income minus limit"),
        "third": ("pseudonyms of places", "pseudonyms of rows", "income minus limit"),
    },
    TRUSTED: {
        "svb": ("households found",),
        "uwv": (),
        "third": ("persons", "incomes", "persons of households"),
    },
    PLAIN: {"svb": ("persons", "incomes"), "uwv": (), "third": ()},
}
"""Messages of which a card shows the first values."""
AMOUNTS = {"incomes", "limits"}
_FIRST = 3


def step_key(step: str, technique: str) -> str:
    """Return the catalogue key of a message's step.

    Examples
    --------
    >>> step_key("masked numbers", SECRET), step_key("carry half", SECRET)
    ('aio.step_masked_numbers', 'aio.step_comparison')
    """
    if technique == SECRET and step == "households found":
        return "aio.step_share_of_result"
    return f"aio.step_{'comparison' if step in COMPARISON else step.replace(' ', '_')}"


class Seen(Section):
    """Cards side by side, the three techniques compared, and every message of one party.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    technique : Choice
        Equal to the one of the whole page.
    party : Choice
        Whose messages are listed.
    cards : dict of str to HTML
        By the role of a party.
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.technique = Choice(
            words("aio.technique"), {id: words.technique(id) for id in CASE.techniques}
        )
        tie(self.technique, state, "technique")
        self.cards = {name: html("") for name in ("svb", "uwv", "third")}
        self._third = card(state.third, [self.cards["third"]])
        self.comparison, self.messages = html(""), html("")
        self.party = Choice(
            words("aio.messages_party"),
            {"svb": SVB, "uwv": UWV, "third": words("aio.compare_third")},
        )
        self.party.observe(lambda _: self._list_messages(), "value")
        super().__init__(
            state,
            self._layout(),
            lang=lang,
            label=words("aio.seen_label"),
            follows=(*RUN, "technique"),
        )

    def _layout(self) -> list[w.Widget]:
        """Return the parts from top to bottom."""
        first = [card(party, [self.cards[role(party)]]) for party in (SVB, UWV)]
        return [
            self.technique,
            Columns([*first, self._third]),
            self.comparison,
            self.party,
            self.messages,
            html(small(self._words("aio.messages_note"))),
        ]

    def redraw(self) -> None:
        """Show the views of the run that was chosen."""
        facts = self._facts()
        self._third.children[0].value = f"<h3>{escape(self._state.third)}</h3>"
        technique = slug(self._state.technique)
        for party in self._state.parties:
            name = role(party)
            said = self._words(f"aio.seen_{technique}_{name}", **facts)
            self.cards[name].value = f"<p>{said}</p>{self._sample(party)}"
        self.comparison.value = self._comparison()
        self._list_messages()

    def _view(self, party: str, technique: str | None = None) -> View:
        """Return what `party` saw; nothing where it did not take part."""
        transcript = self._state.outcome(technique).transcript
        return transcript.view(party) if party in transcript.parties else View(party, ())

    def _facts(self) -> dict[str, str]:
        """Return the numbers that the words of any card may ask for, from the real messages."""
        state, outcome = self._state, self._state.outcome()
        svb, uwv, third = (self._view(party) for party in state.parties)
        found = outcome.answer.households
        received = {SECRET: {}, TRUSTED: _readable(third), PLAIN: _readable(svb)}[outcome.technique]
        facts: dict[str, Any] = {"found": 0 if found is None else found.size, **received}
        if outcome.technique == SECRET:
            facts |= _blind(svb, uwv, third)
        if outcome.technique == PLAIN:
            members = state.tables[SVB]["person"][state.tables[SVB]["household"].isin(found)]
            facts["unneeded"] = facts["rows"] - int(state.tables[UWV]["person"].isin(members).sum())
        written = {name: self._words.number(value) for name, value in facts.items()}
        withheld, opened = "aio.seen_answer_withheld", "aio.seen_answer_found"
        key = withheld if found is None else opened
        return {**written, "answer": self._words(key, found=written["found"])}

    def _sample(self, party: str) -> str:
        """Return the first values of the messages that say most."""
        view, steps = self._view(party), SAMPLES[self._state.technique][role(party)]
        messages = [message for step in steps for message in view.find(step)[:1]]
        if not messages:
            return ""
        samples = "".join(
            f'<p class="pet-small">{escape(self._step(message))}<br>'
            f"<code>{escape(self._first(message))}</code></p>"
            for message in messages
        )
        return f"<h4>{escape(self._words('aio.sample_caption'))}</h4>{samples}"

    def _comparison(self) -> str:
        """Return the three techniques side by side, with the numbers of real runs."""
        words, rows = self._words, []
        readable = {
            SECRET: {},
            TRUSTED: _readable(self._view(self._state.third, TRUSTED)),
            PLAIN: _readable(self._view(SVB, PLAIN)),
        }
        for id in CASE.techniques:
            facts = {name: words.number(value) for name, value in readable[id].items()}
            cells = [words(f"aio.compare_{slug(id)}_{name}", **facts) for name in self.cards]
            rows.append([words.technique(id), *cells])
        names = [words("aio.compare_technique"), SVB, UWV, words("aio.compare_third")]
        return table_html(
            pd.DataFrame(rows, columns=names), lang=words.lang, caption=words("aio.compare_caption")
        )

    def _list_messages(self) -> None:
        """List the messages of one party, repeated steps as one."""
        state, words = self._state, self._words
        party = dict(zip(self.cards, state.parties, strict=True))[self.party.value]
        rows = [self._message_row(group) for group in _grouped(self._view(party))]
        if not rows:
            self.messages.value = f"<p>{words('aio.messages_none', party=words.party(party))}</p>"
            return
        columns = ("step", "sender", "count", "items", "bytes", "values")
        keys = [f"aio.messages_{name}" for name in columns]
        self.messages.value = table_html(
            pd.DataFrame(rows, columns=list(columns)),
            lang=words.lang,
            caption=words(
                "aio.messages_caption",
                party=words.party(party),
                technique=words.technique(state.technique),
            ),
            headers={name: words(key) for name, key in zip(columns, keys, strict=True)},
            written={"bytes": lambda n: size(n, words.lang)},
            max_rows=50,
        )

    def _message_row(self, messages: list[Message]) -> list[Any]:
        """Return one line of the list for messages of one step and sender."""
        return [
            self._step(messages[0]),
            messages[0].sender,
            len(messages),
            sum(message.items for message in messages),
            sum(message.size_bytes for message in messages),
            self._first(messages[0]),
        ]

    def _step(self, message: Message) -> str:
        """Say what a message is for."""
        return self._words(step_key(message.step, self._state.technique))

    def _first(self, message: Message) -> str:
        """Write the first values as the party could read them."""
        values = message.first_values(_FIRST)
        if message.step in AMOUNTS:
            return "; ".join(self._words.euro(value) for value in values)
        shown = "; ".join(str(value) for value in values)
        return f"{shown}; …" if message.items > len(values) else shown or "-"


def _grouped(view: View) -> Iterator[list[Message]]:
    """Return the messages of a view by step and sender, in order of the first of each."""
    order: dict[tuple[str, str], int] = {}
    for message in view.received:
        order.setdefault((_kind(message), message.sender), len(order))

    def place(message: Message) -> int:
        return order[_kind(message), message.sender]

    for _, group in groupby(sorted(view.received, key=place), key=place):
        yield list(group)


def _kind(message: Message) -> str:
    """Return the step, the same for all steps of a comparison."""
    return "comparison" if message.step in COMPARISON else message.step


def _blind(svb: View, uwv: View, third: View) -> dict[str, int]:
    """Return how much each party saw of a run with secret sharing."""
    places = third.find("pseudonyms of places")[0].values()
    rows = third.find("pseudonyms of rows")[0].values()
    persons, empty = uwv.find("sizes")[0].values().tolist()
    return {
        "masked": svb.find("masked numbers")[0].items,
        "held": svb.find("masked numbers")[0].items - persons - empty,
        "persons": persons,
        "empty": empty,
        "places": places.size,
        "rows": int((rows != NOBODY).sum()),
        "matches": int(np.isin(places, rows).sum()),
    }


def _readable(view: View) -> dict[str, int]:
    """Return how many incomes and households a view holds in readable form."""
    facts = {}
    for message in view.find("incomes"):
        facts["rows"] = message.items
    for message in view.find("persons of households"):
        pairs = message.values().reshape(-1, 2)
        facts["households"] = int((pairs[:, 0] != EMPTY).sum())
    return facts
