"""Measure other toolkits beside ours, on the same jobs, in turns."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.bench import peers
from pet_workbench.bench.peers import words as told
from pet_workbench.i18n import duration, number, text

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.i18n import Language

OUT = Path("records", "peers").with_suffix(".jsonl")
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
    count, code = 0, 0
    try:
        for record in peers.run(
            families=arguments.family,
            repeats=arguments.repeats,
            scale=arguments.scale,
            on_event=lambda event: _tell(event, words, lang),
        ):
            peers.keep(_place(out, record), record)
            print(line(record, words, lang), flush=True)
            count += record.turns is not None
    except KeyboardInterrupt:
        code = STOPPED
    key = "cli.bench.peers_stopped" if code else "cli.bench.peers_done"
    print(words(key, count=count, path=out))
    return code


def _place(out: Path, record: peers.PeerRecord) -> Path:
    """Return the file of a record: the one that was named, or one for each family in a folder."""
    is_folder = out.is_dir() or not out.suffix
    return out / f"{record.family}.jsonl" if is_folder else out


def _tell(event: peers.Turn | peers.GaveUp, words: "Words", lang: "Language") -> None:
    """Print whose turn it is, or who gave up."""
    job = told.job(event.family, event.job, lang)
    if isinstance(event, peers.Turn):
        print(
            words(
                "cli.bench.peer_turn",
                done=event.done + 1,
                total=event.total,
                name=event.label,
                job=job,
                n=number(event.n, lang),
            ),
            flush=True,
        )
    else:
        why = text(f"peers.reason_{event.reason}", lang, **event.values)
        print(words("cli.bench.peer_gave_up", name=event.label, job=job, reason=why), flush=True)


def line(record: peers.PeerRecord, words: "Words", lang: "Language") -> str:
    """Write what one peer took for one job, and its ratio with its spread; or why it is absent.

    Parameters
    ----------
    record : PeerRecord
    words : Words
    lang : {"nl", "en"}
    """
    if record.median is None:
        why = told.reason(record, lang)
        return words("cli.bench.peer_absent", name=record.label, reason=why)
    how = told.variant(record, lang)
    known = {
        "name": f"{record.label}, {how}" if how else record.label,
        "job": told.job(record.family, record.job, lang),
        "n": number(record.n, lang),
        "time": duration(record.median, lang),
    }
    ratio = record.ratio
    if ratio is None:
        return words("cli.bench.peer_alone", **known)
    known["middle"] = _times(ratio.median, lang)
    if ratio.lowest is None or ratio.highest is None:
        return words("cli.bench.peer_one_ratio", **known)
    low, high = _times(ratio.lowest, lang), _times(ratio.highest, lang)
    return words("cli.bench.peer_ratio", low=low, high=high, **known)


def _times(ratio: float, lang: "Language") -> str:
    """Write how many times as long with two or three digits that count."""
    return number(ratio, lang, digits=0 if ratio >= 100 else 1 if ratio >= 10 else 2)
