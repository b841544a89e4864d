"""Redraw the lower parts of a page when the kernel has nothing more urgent to do.

A reader who drags a slider sends many choices; only the last one needs all sections.  Between two
of them the kernel can answer the reader, so the first chart never waits for the last table.
"""

import asyncio
from collections.abc import Callable

PAUSE_SECONDS = 0.01
"""Long enough for the next message of the reader to come in first."""


class Later:
    """Does work one piece at a time in the event loop; at once where there is no loop.

    Examples
    --------
    >>> done = []
    >>> Later().do(lambda: done.append("here and now"))
    >>> done
    ['here and now']
    """

    def __init__(self) -> None:
        self._waiting: dict[Callable[[], None], None] = {}
        self._is_planned = False

    def do(self, work: Callable[[], None]) -> None:
        """Do `work` later; work that is waiting already is done once, after the rest."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            work()
            return
        self._waiting.pop(work, None)
        self._waiting[work] = None
        if not self._is_planned:
            self._plan(loop)

    def _plan(self, loop: asyncio.AbstractEventLoop) -> None:
        """See to it that the next piece is done."""
        self._is_planned = True
        loop.call_later(PAUSE_SECONDS, self._next, loop)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do the first piece that waits, and plan the next one."""
        work = next(iter(self._waiting))
        del self._waiting[work]
        try:
            work()
        finally:
            self._is_planned = False
            if self._waiting:
                self._plan(loop)
