"""The report: one page of HTML with everything, to keep and to send."""

from datetime import UTC, datetime

from pet_workbench.bench import Record, Stopped
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.job import Job, Step
from pet_workbench.widgets.page import Panel
from pet_workbench.widgets.upload import Download

ABOUT = ("stored", "all")


class Report(Panel):
    """Choose what it is about, make it, download it.

    Attributes
    ----------
    about : Choice
        The stored measurements only, or also those of this page.
    job : Job
    download : Download
    """

    def __init__(self, state: LabState) -> None:
        words: Words = state.words
        self.words, self._state = words, state
        self.about = Choice(words("report_about"), {one: words(f"report_{one}") for one in ABOUT})
        self.download = Download()
        self.job = Job(
            self._make, lang=words.lang, label=words("report_button"), on_done=self._offer
        )
        super().__init__(
            [self.about, self.job, self.download], lang=words.lang, label=words("report_label")
        )
        self.about.observe(lambda _: self._withdraw(), "value")

    def _make(self, step: Step) -> bytes:
        """Write the report."""
        from pet_workbench.reports import benchmark_report

        self._withdraw()
        step(0, 1)
        lines: tuple[Record | Stopped, ...] = (*self._state.records, *self._state.stopped)
        if self.about.value == "all":
            lines = (*lines, *self._state.own, *self._state.loaded)
        report: str = benchmark_report(
            tuple(line for line in lines if isinstance(line, Record)),
            lang=self.words.lang,
            stopped=tuple(line for line in lines if isinstance(line, Stopped)),
        )
        return report.encode()

    def _offer(self, content: bytes) -> None:
        """Offer the report as a file."""
        today = datetime.now(UTC).date().isoformat()
        name = self.words("report_filename", date=today)
        self.download.offer(content, name, lang=self.words.lang)

    def _withdraw(self) -> None:
        """Take an older report away."""
        self.download.offer(b"", "", lang=self.words.lang)
