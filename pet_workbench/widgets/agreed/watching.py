"""The supervisor's desk: every register, filtered; and what shows when one is tampered with."""

from collections.abc import Sequence
from typing import Any

import traitlets

from pet_workbench.attacks.agreements import WAYS
from pet_workbench.core import PetError
from pet_workbench.datasets.export import SEPARATORS
from pet_workbench.governance.register import Entry, Filter, to_csv, view
from pet_workbench.governance.register.verifying import Fault
from pet_workbench.usecases.aio import SVB
from pet_workbench.widgets import CheckBox, Choice, Columns, Panel, Sentence, html, table_html
from pet_workbench.widgets.agreed.story import Story
from pet_workbench.widgets.agreed.written import WORKING
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.saver import Made, Saver
from pet_workbench.widgets.page import errors_html

ALL, NOTHING = "all", "none"
SHOWN_EVENTS = (ALL, "approved", "refused", "started", "finished", "received")
MOST_ROWS = 30


class Watching(Panel):
    """A filter, the entries of all registers, and ways to tamper with SVB's.

    Parameters
    ----------
    story : Story
    words : Words

    Attributes
    ----------
    event, party : Choice
    tampered : Choice
    others : Checkbox
        Whether the checkpoints that the others keep are looked at.
    shown : HTML
    verdict : Sentence
    saver : Saver
    """

    def __init__(self, story: Story, words: Words) -> None:
        self.story, self.words = story, words
        events = {event: words(f"event_{event}") for event in SHOWN_EVENTS}
        parties = {ALL: words("all_parties"), **{party: party for party in WORKING}}
        ways = {NOTHING: words("tamper_none"), **{way: words(f"tamper_{way}") for way in WAYS}}
        self.event = Choice(words("by_event"), events, value=ALL)
        self.party = Choice(words("by_party"), parties, value=ALL)
        self.tampered = Choice(words("tamper"), ways, value=NOTHING)
        self.others = CheckBox(words("with_others"), value=True)
        self.shown, self.verdict, self.alert = html(""), Sentence(), html("")
        self.saver = Saver(self._made, {"csv": words("save_registers")}, lang=words.lang)
        super().__init__(
            [
                Columns([self.event, self.party]),
                self.shown,
                self.saver,
                html(f"<h3>{words('tamper_title')}</h3><p>{words('tamper_intro')}</p>"),
                self.tampered,
                self.others,
                self.alert,
                self.verdict,
            ],
            lang=words.lang,
            label=words("watching_label"),
        )
        for control in (self.event, self.party, self.tampered, self.others):
            control.observe(self.redraw, "value")
        story.observe(self.redraw, "turn")
        self.redraw()

    def redraw(self, _: traitlets.Bunch | None = None) -> None:
        """Show the entries that fit, and what is wrong with SVB's register."""
        self.shown.value = self._table()
        self.alert.value = ""
        try:
            self.verdict.say(f"<p>{self._checked()}</p>")
        except PetError as error:
            self.verdict.say("")
            self.alert.value = errors_html([error], self.words.lang)

    def _chosen(self) -> list[tuple[str, Entry]]:
        """Return the entries that fit the filter, with whose register each is in."""
        registers = {
            party: entries
            for party, entries in self.story.entries().items()
            if self.party.value in (ALL, party)
        }
        event = self.event.value
        chosen = Filter(events=frozenset() if event == ALL else frozenset({event}))
        return view(registers, chosen)

    def _table(self) -> str:
        """Show entries, the last ones first."""
        words, rows = self.words, list(reversed(self._chosen()))
        frame: dict[str, Sequence[Any]] = {
            "party": [party for party, _ in rows],
            "number": [one.number for _, one in rows],
            "at": [one.at.replace("T", " ").rstrip("Z") for _, one in rows],
            "event": [words(f"cli.register.event_{one.event}") for _, one in rows],
            "stage": [words.optional(f"stage_{one.says.get('stage')}") for _, one in rows],
            "agreement": [one.agreement[:8] for _, one in rows],
            "out": [self._out(one) for _, one in rows],
        }
        return table_html(
            frame,
            lang=words.lang,
            caption=words("registers_caption"),
            headers={name: words(f"head_{name}") for name in frame},
            max_rows=MOST_ROWS,
        )

    def _out(self, one: Entry) -> str:
        """Say what left the computation, or why it was refused."""
        words, says = self.words, one.says
        if one.event == "refused":
            reason = str(says.get("reason", "")).partition("gate_")[2]
            return words.optional(f"reason_{reason}") or reason
        released = says.get("released")
        if not isinstance(released, list):
            return ""
        told = []
        for output in released:
            assert isinstance(output, dict)
            items = output["items"]
            counted = words("out_unknown") if items is None else words.number(int(str(items)))
            told.append(words("out", receiver=str(output["receiver"]), items=counted))
        return "; ".join(told)

    def _checked(self) -> str:
        """Say what verifying SVB's register shows."""
        words = self.words
        way = "" if self.tampered.value == NOTHING else self.tampered.value
        found = self.story.checked(SVB, tampered=way, with_others=self.others.value)
        kept = words.number(found.checkpoints)
        if found.is_whole:
            key = "looks_whole" if way else "is_whole"
            return words(key, entries=words.number(len(found.entries)), kept=kept)
        return "<br>".join(self._fault(fault) for fault in found.faults)

    def _fault(self, fault: Fault) -> str:
        """Name what is wrong, and with which entries."""
        key = f"cli.register.fault_{fault.kind}"
        told = self.words(
            f"{key}_one" if fault.is_one and self.words.has(f"{key}_one") else key,
            first=fault.first,
            last=fault.last,
            by=fault.by,
        )
        return f"<strong>{told}</strong>"

    def _made(self, _: str) -> Made:
        """Make the file of what is shown."""
        written = to_csv(self._chosen(), separator=SEPARATORS[self.words.lang])
        return Made(f"{self.words('registers_file')}.csv", written.encode("utf-8-sig"))
