"""Long work that leaves the page alive: in a thread, with progress, and with a way to stop it."""

import threading
import time
from collections.abc import Callable
from html import escape
from typing import Any

import traitlets

from pet_workbench.i18n import Language, percent, text
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html

Step = Callable[[float, float], None]
"""The work calls it as ``step(done, total)``; it raises `Cancelled` once Cancel was pressed."""
_REDRAW_SECONDS = 0.1


class Cancelled(Exception):  # noqa: N818 - it is not an error
    """The reader pressed Cancel; let it pass through the work."""


class Job(Panel):
    """A button that starts work, with its progress, Cancel, and the error if there is one.

    Parameters
    ----------
    work : callable
        Called as ``work(step)`` in a thread.  It calls ``step(done, total)`` often; what it returns
        becomes `result`.
    lang : {"nl", "en"}
    label : str, optional
        Words on the button.
    on_done : callable, optional
        Called with the result, in the same thread.

    Attributes
    ----------
    state : {"ready", "running", "done", "cancelled", "failed"}
    result : object
        What the work returned last.
    error : BaseException or None
        Why it failed.

    Examples
    --------
    >>> job = Job(lambda step: step(1, 1) or "answer", lang="en")
    >>> job.run()
    >>> job.state, job.result
    ('done', 'answer')
    """

    state = traitlets.Enum(["ready", "running", "done", "cancelled", "failed"], "ready")

    def __init__(
        self,
        work: Callable[[Step], Any],
        *,
        lang: Language,
        label: str = "",
        on_done: Callable[[Any], None] | None = None,
    ) -> None:
        self._work, self._lang, self._on_done = work, lang, on_done
        self._stop, self._drawn = threading.Event(), 0.0
        self.result: Any = None
        self.error: BaseException | None = None
        self.start_button = Button(label or text("page.job_start", lang), self.start, primary=True)
        self.cancel_button = Button(text("page.job_cancel", lang), self._stop.set)
        self.cancel_button.disabled = True
        self.progress, self.alert, self.status = html(""), html(""), Sentence()
        super().__init__(
            [
                row([self.start_button, self.cancel_button]),
                self.progress,
                self.status,
                self.alert,
            ],
            lang=lang,
        )
        self.add_class("pet-job")

    def start(self) -> None:
        """Start the work in a thread."""
        if self.state != "running":
            self._begin()
            threading.Thread(target=self._run, daemon=True).start()

    def run(self) -> None:
        """Do the work here and now; for tests and scripts."""
        self._begin()
        self._run()

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next step."""
        self._stop.set()

    def _begin(self) -> None:
        """Make ready for a new run."""
        self._stop.clear()
        self.state, self.error, self._drawn = "running", None, 0.0
        self.start_button.disabled, self.cancel_button.disabled = True, False
        self.alert.value = ""
        self.status.say(text("page.job_running", self._lang))
        self.progress.value = self._bar(None)

    def _run(self) -> None:
        """Do the work and tell how it ended."""
        try:
            self.result = self._work(self._step)
            if self._on_done is not None:
                self._on_done(self.result)
            self._end("done")
        except Cancelled:
            self._end("cancelled")
        except Exception as error:  # whatever happens in a thread must reach the reader
            self.error = error
            self.alert.value = errors_html([error], self._lang)
            self._end("failed")

    def _step(self, done: float, total: float) -> None:
        """Show how far the work is, at most ten times a second."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._drawn > _REDRAW_SECONDS:
            self._drawn = now
            self.progress.value = self._bar(done / total if total else 0.0)

    def _end(self, state: str) -> None:
        """Show how it ended."""
        self.progress.value = ""
        self.start_button.disabled, self.cancel_button.disabled = False, True
        self.status.say("" if state == "failed" else text(f"page.job_{state}", self._lang))
        self.state = state

    def _bar(self, share: float | None) -> str:
        """Return the progress bar; without `share` it only shows that something happens."""
        label = escape(text("page.job_running", self._lang))
        if share is None:
            return f'<progress class="pet-progress" aria-label="{label}"></progress>'
        return (
            f'<progress class="pet-progress" max="1" value="{share:.4f}" aria-label="{label}">'
            f"</progress> {percent(share, self._lang)}"
        )
