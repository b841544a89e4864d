"""Measurements beside the stored ones of the same cells: how many times as long, as many bytes."""

from collections.abc import Sequence
from html import escape
from statistics import median

from pet_workbench.bench import Record, Stopped
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.viz.evidence_words import bytes_text, time_text
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.data_table import ABSENT
from pet_workbench.widgets.evidence.exhibits import unbroken, written_table
from pet_workbench.widgets.evidence.offer import network_name

COLUMNS = ("technique", "n", "network", "seconds", "spread", "ratio", "bytes", "memory")


def compared_html(
    lines: Sequence[Record | Stopped], stored: Sequence[Record], words: Words, *, caption: str
) -> str:
    """Return measurements as a table, with their ratio to the stored ones, and what that says.

    Parameters
    ----------
    lines : sequence of Record and Stopped
        Oldest first; of each cell the newest is shown.
    stored : sequence of Record
        What to compare with.
    words : Words
    caption : str
        Plain text.
    """
    reference = {record.cell.key: record for record in stored}
    newest = {line.cell.key: line for line in lines}
    rows = [
        _row(line, reference.get(key), words)
        if isinstance(line, Record)
        else _stopped_row(line, words)
        for key, line in newest.items()
    ]
    head = [words(f"compared_{name}") for name in COLUMNS]
    table = written_table(head, rows, words, caption=caption)
    pairs = [
        (line, reference[key])
        for key, line in newest.items()
        if isinstance(line, Record) and key in reference
    ]
    return table + _told(pairs, words)


def _row(record: Record, reference: Record | None, words: Words) -> list[str]:
    """Return what one record says."""
    lang, (low, high) = words.lang, record.seconds_spread
    peak = record.peak_most
    return [
        technique_name(record.case, record.technique, lang),
        people(record.case, record.n, lang),
        network_name(record.network, words),
        time_text(record.seconds_median, lang),
        words("range", low=unbroken(low, lang), high=unbroken(high, lang)),
        ABSENT if reference is None else words.number(ratio(record, reference), 1),
        bytes_text(record.bytes, lang),
        ABSENT if peak is None else words.size(peak * 10**6),
    ]


def _stopped_row(line: Stopped, words: Words) -> list[str]:
    """Return what is known of a cell that was given up."""
    limit = line.limit or 0.0
    said = words(
        f"stopped_{line.reason}",
        limit=words.size(limit * 10**6)
        if line.reason == "memory"
        else time_text(limit, words.lang),
    )
    return [
        technique_name(line.case, line.technique, words.lang),
        people(line.case, line.n, words.lang),
        network_name(line.network, words),
        said,
        *[ABSENT] * 4,
    ]


def ratio(record: Record, reference: Record) -> float:
    """Return how many times as long a record took as the stored one of the same cell."""
    return record.seconds_median / max(reference.seconds_median, 1e-9)


def _told(pairs: Sequence[tuple[Record, Record]], words: Words) -> str:
    """Say how the machines compare, and whether the bytes are the same."""
    if not pairs:
        return f"<p>{escape(words('compared_alone'))}</p>"
    ratios = sorted(ratio(record, reference) for record, reference in pairs)
    same = sum(record.bytes == reference.bytes for record, reference in pairs)
    said = words(
        "compared_told",
        cells=words.number(len(pairs)),
        middle=words.number(median(ratios), 1),
        low=words.number(ratios[0], 1),
        high=words.number(ratios[-1], 1),
    )
    agree = words("compared_bytes_said", same=words.number(same), cells=words.number(len(pairs)))
    return f"<p>{escape(said)} {escape(agree)}</p>{small(words('compared_mind'))}"
