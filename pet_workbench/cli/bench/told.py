"""Measurements as lines and tables of text, in the reader's language."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pet_workbench.bench import IN_PROCESS, Cell, LeftOut, Record, Stopped
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.bench.running import Event, Finished, NoAttack, Skipped
from pet_workbench.i18n import Language, day, duration, number, shortest, size, text

if TYPE_CHECKING:
    from pet_workbench.cli import Words

COLUMNS = (
    *("case", "n", "technique", "network", "time", "spread"),
    *("cpu", "bytes", "rounds", "memory", "error", "attack"),
)


def cell_text(cell: Cell, lang: Language) -> str:
    """Return which cell is meant, on one line."""
    network = "" if cell.network == IN_PROCESS else f", {cell.network}"
    return f"{cell.case}, {cell.technique}, n = {number(cell.n, lang)}{network}"


def left_out_text(left_out: LeftOut, words: "Words", lang: Language) -> str:
    """Return which cell is left out, and why."""
    values = dict(left_out.values)
    reason = left_out.reason
    if reason in ("foreseen", "stopped"):
        reason += f"_{values['what']}"
        if left_out.reason == "foreseen" and values["expected"] is None:
            reason += "_before"
        for name in ("limit", "expected"):
            if values.get(name) is not None:
                values[name] = _amount(values[name], values["what"], lang)
    elif reason == "measured_to":
        values["limit"] = number(values["limit"], lang)
    elif reason == "done":
        values["date"] = day(values["date"], lang)
    if "n" in values:
        values["n"] = number(values["n"], lang)
    return f"{cell_text(left_out.cell, lang)}: {words(f'cli.bench.left_out.{reason}', **values)}"


def event_text(event: Event, words: "Words", lang: Language) -> str:
    """Return the line for an event worth one; nothing for others."""
    if isinstance(event, Skipped):
        return left_out_text(event.left_out, words, lang)
    if isinstance(event, NoAttack):
        why = _why(event.reason, event.message, words)
        return f"{cell_text(event.cell, lang)}: {words('cli.bench.no_attack', reason=why)}"
    if isinstance(event, Finished) and isinstance(event.line, Stopped):
        return f"{cell_text(event.line.cell, lang)}: {_given_up(event, words, lang)}"
    return ""


def _given_up(event: Finished, words: "Words", lang: Language) -> str:
    """Return why a cell was given up."""
    line, refusal = event.line, event.refusal
    assert isinstance(line, Stopped)
    if line.reason == "error":
        told = line.message if refusal is None else text(refusal.id, lang, **refusal.values)
        return words("cli.bench.given_up.error", message=told)
    limit = _amount(line.limit or 0.0, line.reason, lang)
    return words(f"cli.bench.given_up.{line.reason}", limit=limit)


def _why(reason: str, message: str | None, words: "Words") -> str:
    return message if message else words(f"cli.bench.over.{reason}")


def _amount(value: float, what: str, lang: Language) -> str:
    """Write seconds or MB."""
    return duration(value, lang) if what == "time" else f"{number(value, lang)} MB"


def tables(lines: Iterable[Record | Stopped], words: "Words", lang: Language) -> str:
    """Lay records out as a text table per machine; of each cell the newest.

    Parameters
    ----------
    lines : iterable of Record or Stopped
    words : callable
        From a key to the reader's text.
    lang : {"nl", "en"}
    """
    machines: dict[tuple[str, ...], dict[str, Record]] = {}
    for line in lines:
        if isinstance(line, Record):
            machine = tuple(line.machine.get(name, "?") for name in IDENTITY)
            machines.setdefault(machine, {})[line.cell.key] = line
    parts = []
    for (processor, cores, memory, system), records in machines.items():
        parts.append(
            words(
                "cli.bench.machine",
                processor=processor,
                cores=cores,
                memory=memory,
                system=system,
            )
        )
        parts.append(_table(list(records.values()), words, lang))
    return "\n".join(parts)


def _table(records: Sequence[Record], words: "Words", lang: Language) -> str:
    """Lay records out, numbers to the right, with units."""
    head = [words(f"cli.bench.column.{name}") for name in COLUMNS]
    rows = [_row(record, words, lang) for record in records]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if name in ("case", "technique", "network") else text.rjust(width)
            for name, text, width in zip(COLUMNS, row, widths, strict=True)
        ).rstrip()
        for row in [head, *rows]
    )


def _row(record: Record, words: "Words", lang: Language) -> list[str]:
    low, high = record.seconds_spread
    peak, attack = record.peak_most, record.attack
    # how many were found would mislead without the sentence on what finding means in this case
    tried = words(f"cli.bench.attack.{attack.result if attack else 'none'}")
    return [
        record.case,
        number(record.n, lang),
        record.technique,
        record.network,
        duration(record.seconds_median, lang),
        f"{duration(low, lang)} - {duration(high, lang)}",
        duration(record.cpu_median, lang),
        size(record.bytes, lang),
        number(record.rounds, lang),
        "?" if peak is None else f"{number(peak, lang)} MB",
        shortest(record.error, lang),
        tried,
    ]
