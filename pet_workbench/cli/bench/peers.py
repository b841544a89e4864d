"""Measure other toolkits beside ours, on the same jobs, in turns."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pet_workbench.bench import peers
from pet_workbench.i18n import number, shortest, text

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.i18n import Language

OUT = Path("records") / "peers.jsonl"
STOPPED = 130


def measure_peers(arguments: argparse.Namespace, words: "Words") -> int:
    """Measure the peers that are here, name those that are not, and print the ratios.

    Returns
    -------
    int
        130 when it was stopped, else 0.
    """
    lang: Language = arguments.lang
    out = arguments.out or OUT
    for absent in peers.absent():
        why = text(f"peers.reason_{absent.reason}", lang, **absent.values)
        print(words("cli.bench.peer_absent", name=absent.name, reason=why))
    lines, code = [], 0
    try:
        for record in peers.run(on_event=lambda event: _tell(event, words, lang)):
            out.parent.mkdir(parents=True, exist_ok=True)
            peers.keep(out, record)
            lines.append(_line(record, words, lang))
    except KeyboardInterrupt:
        code = STOPPED
    print("\n".join(lines))
    key = "cli.bench.stopped" if code else "cli.bench.done"
    print(words(key, count=len(lines), path=out))
    return code


def _tell(event: Any, words: "Words", lang: "Language") -> None:
    """Print whose turn it is, or who gave up."""
    if isinstance(event, peers.Turn):
        print(
            words(
                "cli.bench.peer_turn",
                done=event.done + 1,
                total=event.total,
                name=event.label,
                job=event.job,
                n=number(event.n, lang),
            )
        )
    else:
        why = text(f"peers.reason_{event.reason}", lang, **event.values)
        print(words("cli.bench.peer_gave_up", name=event.label, job=event.job, reason=why))


def _line(record: "peers.PeerRecord", words: "Words", lang: "Language") -> str:
    """Write the ratio of one peer on one job, with its spread."""
    ratio, values = record.ratio, {}
    if record.is_ours or ratio is None:
        key = "cli.bench.peer_alone"
    else:
        values["middle"] = shortest(ratio.median, lang)
        key = "cli.bench.peer_one_ratio"
        if ratio.lowest is not None and ratio.highest is not None:
            key = "cli.bench.peer_ratio"
            values |= {"low": shortest(ratio.lowest, lang), "high": shortest(ratio.highest, lang)}
    return words(key, name=record.label, job=record.job, n=number(record.n, lang), **values)
