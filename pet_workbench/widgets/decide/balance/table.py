"""The table in which costs and benefits are filled in: a fold per party, a row per line."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from pet_workbench.decide import sources
from pet_workbench.decide.balance import (
    ASKED,
    GRADES,
    KINDS,
    WHENS,
    Amount,
    Line,
    Party,
    defaults,
    line_name,
    party_name,
    rules,
    source_of,
    word,
)
from pet_workbench.decide.balance.words import money
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.decide.balance.typed import FIELDS, fields_of, line_of

_JS = Path(__file__).parents[2] / "js"
EMPTY = "empty"
"""Of the lines that can be added: one without words or amounts."""


class AmountsTable(anywidget.AnyWidget):
    """Parties and their lines as fields; what is wrong stands beside the field.

    Parameters
    ----------
    state : BalanceState

    Attributes
    ----------
    shown : dict
        What the page shows: parties, lines, texts in the fields, errors.
    labels : dict
        The words around them.
    """

    _esm = _JS / "balance_table.js"
    _css = _JS / "balance_table.css"
    shown = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, state: BalanceState) -> None:
        self._state, self._words = state, state.words
        self._typed: dict[str, dict[str, str]] = {}
        self._errors: dict[str, dict[str, str]] = {}
        super().__init__(labels=labels(state.words))
        self.on_msg(lambda _, message, __: self.receive(message))
        state.observe(lambda _: self._anew(), "balance")
        state.desk.observe(lambda _: self._forget(), "opened")
        self._anew()

    def receive(self, message: Mapping[str, Any]) -> None:
        """Do what was asked on the page: edit, add, remove, add a party."""
        id, ask = str(message.get("id", "")), message.get("do")
        if ask == "edit":
            self.edit(id, str(message.get("field")), str(message.get("value")))
        elif ask == "add":
            self.add(id, str(message.get("line")))
        elif ask == "remove":
            self.remove(id)
        elif ask == "add_party":
            self.add_party()

    def edit(self, id: str, field: str, value: str) -> None:
        """Fill a field in; what cannot be read stays as typed, with what is wrong.

        Parameters
        ----------
        id : str
            Of a line or a party.
        field, value : str
        """
        balance = self._state.balance
        line = next((one for one in balance.lines if one.id == id), None)
        if line is not None and field in FIELDS:
            self._edit_line(line, field, value)
        party = next((one for one in balance.parties if one.id == id), None)
        if party is None or field not in ("name", *ASKED):
            return
        if field != "name" and value not in GRADES:
            return
        typed = value.strip()[: rules().most_letters]
        changed = party.with_(field, typed)
        parties = tuple(changed if one.id == id else one for one in balance.parties)
        self._state.keep(balance.with_(parties=parties))
        self._show()

    def _edit_line(self, line: Line, field: str, value: str) -> None:
        """Take a field of a line over, if all of the line can be read."""
        if (field == "kind" and value not in KINDS) or (field == "when" and value not in WHENS):
            return
        typed = {**self._typed.get(line.id, {}), field: value}
        read, errors = line_of(line, typed, self._words)
        if read is None:
            self._typed[line.id], self._errors[line.id] = typed, errors
            self._show()
            return
        self._typed.pop(line.id, None)
        self._errors.pop(line.id, None)
        self._state.keep(self._state.balance.with_line(read))
        self._show()

    def add(self, party: str, default: str) -> None:
        """Add a line to a party.

        Parameters
        ----------
        party : str
        default : str
            Id of one of the lines of the content file, or ``"empty"``.
        """
        balance = self._state.balance
        known = {one.id for one in balance.parties}
        if party not in known or len(balance.lines) >= rules().most_lines:
            return
        id = self._free(default if default in defaults() else EMPTY)
        if default in defaults():
            line = replace(defaults()[default].line, id=id, party=party)
        else:
            line = Line(id, party, "cost", "yearly", Amount.exactly(0), 1, self._words("new_line"))
        self._state.keep(balance.with_line(line))
        self._show(open=party, focus=f"{id}|says")

    def remove(self, id: str) -> None:
        """Remove a line, or a party with all its lines.

        Parameters
        ----------
        id : str
        """
        balance = self._state.balance
        line = next((one for one in balance.lines if one.id == id), None)
        if line is not None:
            lines = tuple(one for one in balance.lines if one is not line)
            self._state.keep(balance.with_(lines=lines))
            self._show(focus=f"{line.party}|add")
            return
        parties = tuple(one for one in balance.parties if one.id != id)
        if parties and parties != balance.parties:
            lines = tuple(one for one in balance.lines if one.party != id)
            self._state.keep(balance.with_(parties=parties, lines=lines))
            self._show(focus=f"{parties[-1].id}|head")

    def add_party(self) -> None:
        """Add a party without lines."""
        balance = self._state.balance
        if len(balance.parties) >= rules().most_parties:
            return
        id = self._free("party")
        name = self._words("new_party", n=len(balance.parties) + 1)
        self._state.keep(balance.with_(parties=(*balance.parties, Party(id, name))))
        self._show(open=id, focus=f"{id}|name")

    def _free(self, stem: str) -> str:
        """Return an id that is not in use."""
        balance = self._state.balance
        used = {*(one.id for one in balance.parties), *(one.id for one in balance.lines)}
        return next(id for n in range(1, len(used) + 2) if (id := f"{stem}:{n}") not in used)

    def _anew(self) -> None:
        """Forget what was typed for lines that are gone, and show the balance."""
        there = {line.id for line in self._state.balance.lines}
        self._typed = {id: typed for id, typed in self._typed.items() if id in there}
        self._errors = {id: errors for id, errors in self._errors.items() if id in there}
        self._show()

    def _forget(self) -> None:
        """Let go of what was typed in the lines of another dossier."""
        if self._typed:
            self._typed, self._errors = {}, {}
            self._show()

    def _show(self, *, open: str = "", focus: str = "") -> None:
        """Bring the page up to date."""
        balance = self._state.balance
        self.shown = {
            "parties": [self._party(party) for party in balance.parties],
            "may_add": len(balance.parties) < rules().most_parties,
            "open": open,
            "focus": focus,
        }

    def _party(self, party: Party) -> dict[str, Any]:
        """Return what is shown of a party."""
        balance, lang = self._state.balance, self._state.lang
        result = self._state.outlook.parties[party.id]
        lines = balance.of(party.id)
        return {
            "id": party.id,
            "name": party_name(party, balance, lang),
            "result": self._words(
                "party_result",
                sign=word("signs", result.sign, lang),
                amount=money(result.likely, lang),
            ),
            "grades": {asked: getattr(party, asked) for asked in ASKED},
            "errors": {},
            "removable": len(balance.parties) > 1,
            "lines": [self._line(line) for line in lines],
        }

    def _line(self, line: Line) -> dict[str, Any]:
        """Return what is shown of a line."""
        balance, lang = self._state.balance, self._state.lang
        name = line_name(line, balance, lang)
        return {
            "id": line.id,
            "name": name,
            "fields": {**fields_of(line, name, self._words), **self._typed.get(line.id, {})},
            "errors": self._errors.get(line.id, {}),
            "source": source_text(source_of(line, balance), self._words),
        }


def source_text(ids: tuple[str, ...], words: Words) -> str:
    """Say where the amounts of a line come from; nothing where somebody filled them in.

    Parameters
    ----------
    ids : tuple of str
        Of sources.
    words : Words
    """
    if not ids:
        return ""
    named = [sources.get(id).title.of(words.lang) for id in ids if id != "ours"]
    if "ours" not in ids:
        return words("source_theirs", source=words.join(named))
    return words("source_both", source=words.join(named)) if named else words("source_ours")


def labels(words: Words) -> dict[str, Any]:
    """Return the words around the fields.

    Parameters
    ----------
    words : Words
    """
    grades = [(grade, word("grades", grade, words.lang)) for grade in GRADES]
    said = {id: default.says.of(words.lang) for id, default in defaults().items()}
    return {
        "fields": {name: words(f"field_{name}") for name in ("name", *FIELDS)},
        "asked": {asked: words(f"head_{asked}") for asked in ASKED},
        "options": {
            "kind": [(kind, words(f"kind_{kind}")) for kind in KINDS],
            "when": [(when, words(f"when_{when}")) for when in WHENS],
            **dict.fromkeys(ASKED, grades),
        },
        "defaults": [*said.items(), (EMPTY, words("empty_line"))],
        "adding": words("adding"),
        "add": words("add"),
        "add_party": words("add_party"),
        "remove": words("remove"),
        "remove_party": words("remove_party"),
        "beside": words("grades_label"),
    }
