"""Measure here and now, watch it, and put it beside what was measured before."""

import threading
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from traitlets import Bunch

from pet_workbench.bench import LeftOut, Record, Stopped
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.bench.running import estimate, run
from pet_workbench.bench.running.events import Event, Remaining, Skipped, Started
from pet_workbench.bench.store import Store
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.compared import compared_html
from pet_workbench.widgets.evidence.offer import Offer, left_out_html, network_name
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.job import Job, Step
from pet_workbench.widgets.page import Panel, Sentence, html
from pet_workbench.widgets.upload import Download

FILENAME = "records.jsonl"


class Trial(Panel):
    """Choose, see what will be measured, measure, and take the records home.

    Attributes
    ----------
    offer : Offer
    foreseen : Sentence
    job : Job
    now : HTML
        What is being measured.
    results : HTML
    download : Download
    """

    def __init__(self, state: LabState) -> None:
        words: Words = state.words
        self.words, self._state = words, state
        self._cancel, self._skipped = threading.Event(), list[LeftOut]()
        self._folder = TemporaryDirectory(prefix="pet-records-")
        self.store = Store(Path(self._folder.name) / FILENAME)
        self.foreseen, self.now, self.results = Sentence(), html(""), html("")
        self.download = Download()
        self.offer = Offer(words, self._foresee, case=state.case)
        self.job = Job(self._measure, lang=words.lang, label=words("trial_button"))
        self.job.cancel_button.on_click(lambda _: self._cancel.set())
        self.job.observe(self._settle, "state")
        super().__init__(
            [self.offer, self.foreseen, self.job, self.now, self.results, self.download],
            lang=words.lang,
            label=words("trial_label"),
        )
        self._foresee()

    def _foresee(self) -> None:
        """Say what will be measured, how long that may take, and what is left out."""
        words, plan = self.words, self.offer.plan()
        self.job.start_button.disabled = not plan.cells or self.job.state == "running"
        if not plan.cells:
            self.foreseen.say(f"<p>{words('trial_nothing')}</p>")
            return
        repeats, budget = self.offer.repeats.value, self.offer.budget
        seconds = estimate(plan.cells, self._state.records, repeats=repeats, budget=budget)
        said = words(
            "trial_foreseen",
            cells=words.number(len(plan.cells)),
            runs=words.number(repeats * len(plan.cells)),
        )
        said += " " + (
            words("trial_unknown")
            if seconds is None
            else words("trial_seconds_foreseen", seconds=words.duration(seconds))
        )
        self.foreseen.say(f"<p>{said}</p>{left_out_html(plan.left_out, words)}")

    def _measure(self, step: Step) -> tuple[Record | Stopped, ...]:
        """Measure what was chosen; each record is shown as it comes."""
        self._cancel.clear()
        self._skipped.clear()
        step(0, 1)
        running = run(
            self.offer.plan().cells,
            store=self.store,
            repeats=self.offer.repeats.value,
            budget=self.offer.budget,
            on_event=lambda event: self._tell(event, step),
            cancel=self._cancel,
            again=True,
        )
        for line in running:
            self._state.own = (*self._state.own, line)
            self._show()
        step(1, 1)
        return self._state.own

    def _tell(self, event: Event, step: Step) -> None:
        """Show what happens."""
        if isinstance(event, Remaining) and not self._cancel.is_set():
            step(event.done, event.total)
        elif isinstance(event, Skipped):
            self._skipped.append(event.left_out)
        elif isinstance(event, Started):
            cell = event.cell
            said = self.words(
                "trial_now",
                technique=technique_name(cell.case, cell.technique, self.words.lang),
                n=people(cell.case, cell.n, self.words.lang),
                network=network_name(cell.network, self.words),
                repeat=self.words.number(event.repeat),
            )
            self.now.value = f'<p class="pet-small">{escape(said)}</p>'

    def _settle(self, change: Bunch) -> None:
        """Take away what was being measured; after a stop, say that the rest is kept."""
        self.now.value = ""
        if change.new == "cancelled":
            self.job.status.say(self.words("trial_stopped"))

    def _show(self) -> None:
        """Show all that was measured on this page, and offer it as a file."""
        words, own = self.words, self._state.own
        self.results.value = compared_html(
            own, self._state.records, words, caption=words("trial_caption")
        ) + left_out_html(tuple(self._skipped), words)
        lines = "".join(f"{line.to_json()}\n" for line in own)
        self.download.offer(lines.encode(), FILENAME, lang=words.lang)
