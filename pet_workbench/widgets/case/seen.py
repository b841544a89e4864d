"""What each party saw: in words, by its first values, what leaked, and message by message."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from pet_workbench.core import Message, Outcome, View
from pet_workbench.i18n import Language, shortest
from pet_workbench.widgets.case.seats import by_role, seats, shown
from pet_workbench.widgets.case.section import Section, small
from pet_workbench.widgets.case.try_it import technique_choice
from pet_workbench.widgets.case.waiting import Waiting, name
from pet_workbench.widgets.case.words import technique_slugs
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import ABSENT, table_html
from pet_workbench.widgets.page import Columns, card, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

_FIRST = 3
_UNFOLDED = 12
_TWO_BY_TWO, _HALF, _THIRD = 4, "24rem", "19rem"
_COLUMNS = ("step", "sender", "count", "items", "bytes", "values")


class Seen(Section):
    """Cards side by side, what leaks, the techniques compared, and every message of one party.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    technique : Choice
        Equal to the one of the whole page.
    cards : dict of str to HTML
        By role.
    party : Choice
        Whose messages are listed, by seat.
    leaks, comparison, messages : HTML
    waiting : Waiting
    """

    is_patient = True

    def __init__(self, page: "CasePage[Any]") -> None:
        words, state = page.words, page.state
        self.technique = technique_choice(page)
        self.cards = {role: html("") for role in by_role(state.roles)}
        self._framed = {role: card("", [content]) for role, content in self.cards.items()}
        self.leaks, self.comparison, self.messages = html(""), html(""), html("")
        self.waiting, self._cells = Waiting(page), dict[str, list[str]]()
        self.party = Choice(words("messages_party"), seat_names(page))
        self.party.value = self._first_to_receive(page)
        self.party.observe(lambda _: self._list_messages(), "value")
        super().__init__(
            page,
            self._layout(),
            label=words("seen_label"),
            follows=(*state.decisive, "technique", "asked"),
        )

    def _layout(self) -> list[w.Widget]:
        """Return the parts from top to bottom."""
        self._side_by_side = Columns(
            list(self._framed.values()),
            narrowest=_HALF if len(self._framed) == _TWO_BY_TWO else _THIRD,
        )
        return [
            self.technique,
            self.waiting,
            self._side_by_side,
            self.leaks,
            self.comparison,
            self.party,
            self.messages,
        ]

    @staticmethod
    def _first_to_receive(page: "CasePage[Any]") -> str:
        """Return the first seat whose party received anything: an empty list says little."""
        outcome = page.state.outcome()
        sitting = seats(outcome.roles)
        received = [seat for seat, who in sitting.items() if view_of(outcome, who).received]
        return [*received, *sitting][0]

    def redraw(self) -> None:
        """Show the views of the run that was chosen, unless it waits."""
        waiting = self.waiting.list_those_of((self.page.state.technique,))
        for part in (self._side_by_side, self.leaks, self.party, self.messages):
            part.layout.display = "none" if waiting else ""
        self.comparison.value = self._comparison()
        if not waiting:
            self._show(self.page.state.outcome())

    def _show(self, outcome: Outcome) -> None:
        """Show the views of one run."""
        facts = self.words.written(self.page.told(outcome))
        self._offer_parties()
        for role, parties in by_role(outcome.roles).items():
            heading = self.words.optional(f"card_{role}") or self._heading(parties)
            self._framed[role].children[0].value = f"<h3>{escape(heading)}</h3>"
            keys = [f"seen_{part}_{role}" for part in technique_slugs(outcome.technique)]
            said = self.words.first(keys, who=self.words.all(parties), **facts)
            self.cards[role].value = f"<p>{said}</p>{self._sample(outcome, role, parties[0])}"
        self.leaks.value = self._leaks(outcome, facts)
        self._list_messages()

    def _offer_parties(self) -> None:
        """Let the reader choose among the parties of the present run."""
        offered = tuple((called, seat) for seat, called in seat_names(self.page).items())
        if offered != tuple(self.party.options):
            self.party.options = offered

    def _heading(self, parties: tuple[str, ...]) -> str:
        """Name the parties of one role; of many the first, and how many more there are."""
        words, one_by_one = self.words, shown(parties)
        names = [words.heading(party) for party in one_by_one]
        if one_by_one == parties:
            return words.join(names)
        more = words.number(len(parties) - len(one_by_one))
        return words("and_more", names=", ".join(names), more=more)

    def _sample(self, outcome: Outcome, role: str, party: str) -> str:
        """Return the first values of the messages that say most."""
        steps = self._steps(outcome.technique).get(role, ())
        view = view_of(outcome, party)
        messages = [message for step in steps for message in view.find(step)[:1]]
        if not messages:
            return ""
        samples = "".join(
            f'<p class="pet-small">{escape(self._step(message, outcome))}<br>'
            f"<code>{escape(self._first(message))}</code></p>"
            for message in messages
        )
        return f"<h4>{escape(self.words('sample_caption'))}</h4>{samples}"

    def _steps(self, technique: str) -> Mapping[str, tuple[str, ...]]:
        """Return which messages the cards show, by role."""
        samples = self.page.samples
        return next((samples[part] for part in technique_slugs(technique) if part in samples), {})

    def _leaks(self, outcome: Outcome, facts: Mapping[str, str]) -> str:
        """List what parties get to know beyond the answer."""
        words = self.words
        if not outcome.leaks:
            return f"<p>{escape(words('leaks_none'))}</p>"
        items = "".join(f"<li>{words(f'leak_{id}', **facts)}</li>" for id in outcome.leaks)
        return f"<h4>{escape(words('leaks_title'))}</h4><ul>{items}</ul>"

    def _comparison(self) -> str:
        """Return the techniques side by side, with the numbers of real runs."""
        import pandas as pd

        words, state, rows = self.words, self.page.state, []
        roles = by_role(state.roles)
        for id in self.page.case.techniques:
            outcome = state.ready(id)
            if outcome is not None:
                facts = words.written(self.page.told(outcome))
                self._cells[id] = [
                    words.first([f"compare_{part}_{role}" for part in technique_slugs(id)], **facts)
                    for role in roles
                ]
            waiting = [words("waits_short"), *[ABSENT] * (len(roles) - 1)]
            rows.append([name(self.page, id), *self._cells.get(id, waiting)])
        names = [words.role(role, parties) for role, parties in roles.items()]
        return table_html(
            pd.DataFrame(rows, columns=[words("compare_technique"), *names]),
            lang=words.lang,
            caption=words("compare_caption"),
        )

    def _list_messages(self) -> None:
        """List the messages of one party, those for the same purpose as one."""
        import pandas as pd

        words, outcome = self.words, self.page.state.ready()
        if outcome is None:
            return
        party = seats(outcome.roles)[self.party.value]
        rows = [self._row(group, outcome) for group in self._grouped(outcome, party)]
        if not rows:
            self.messages.value = f"<p>{words('messages_none', party=words.party(party))}</p>"
            return
        caption = words(
            "messages_caption",
            party=words.party(party),
            technique=words.technique(outcome.technique),
        )
        listed = table_html(
            pd.DataFrame(rows, columns=list(_COLUMNS)),
            lang=words.lang,
            caption=caption,
            headers={column: words(f"messages_{column}") for column in _COLUMNS},
            written={"bytes": words.size},
            max_rows=50,
        )
        if len(rows) > _UNFOLDED:
            label = words("messages_fold", count=words.number(len(rows)), party=words.party(party))
            listed = f"<details><summary>{escape(label)}</summary>{listed}</details>"
        self.messages.value = listed + small(words("messages_note"))

    def _grouped(self, outcome: Outcome, party: str) -> list[list[Message]]:
        """Return what `party` received by purpose and sender, in order of the first of each."""
        groups: dict[tuple[str, str], list[Message]] = {}
        for message in view_of(outcome, party).received:
            purpose = self._step(message, outcome)
            groups.setdefault((purpose, message.sender), []).append(message)
        return list(groups.values())

    def _row(self, messages: list[Message], outcome: Outcome) -> list[Any]:
        """Return one line of the list for messages of one purpose and sender."""
        return [
            self._step(messages[0], outcome),
            self.words.heading(messages[0].sender),
            len(messages),
            sum(message.items for message in messages),
            sum(message.size_bytes for message in messages),
            self._first(messages[0]),
        ]

    def _step(self, message: Message, outcome: Outcome) -> str:
        """Say what a message is for."""
        return self.words.step(message.step, outcome.technique)

    def _first(self, message: Message) -> str:
        """Write the first values as the party could read them."""
        values = message.first_values(_FIRST)
        if message.step in self.page.amounts:
            return "; ".join(self.words.euro(value) for value in values)
        written = "; ".join(_written(value, self.words.lang) for value in values)
        return f"{written}; …" if message.items > len(values) else written or "-"


def _written(value: Any, lang: Language) -> str:
    """Write one value of a message; fractions of a readable size in the reader's language."""
    if isinstance(value, float) and (value == 0 or 1e-3 <= abs(value) < 1e9):
        return shortest(value, lang)
    return str(value)


def seat_names(page: "CasePage[Any]") -> dict[str, str]:
    """Return how the party in each seat is called: by its role, where that has words."""
    words, roles = page.words, page.state.roles
    return {
        seat: words.role(seat, [party]) if seat == roles[party] else words.heading(party)
        for seat, party in seats(roles).items()
    }


def view_of(outcome: Outcome, party: str) -> View:
    """Return what `party` saw; nothing where it did not take part.

    Parameters
    ----------
    outcome : Outcome
    party : str
    """
    transcript = outcome.transcript
    return transcript.view(party) if party in transcript.parties else View(party, ())
