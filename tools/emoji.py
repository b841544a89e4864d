"""Make ``data/emoji.csv`` again: how often emoji are used, from two packages, byte for byte.

``python tools/emoji.py EMOJIBASE [FOLDER]``, where EMOJIBASE is the unpacked npm package
``emojibase-data`` 17.0.0 (``npm pack`` fetches it) and the PyPI package ``wordfreq`` 3.1.1 is
installed; neither is needed to use the workbench.

Taken are the 64 most used emoji of each language that are one character.  Left out are signs and
playing-card suits, which texts use without meaning an emoji, and flags, which not every system can
draw.  Shares are of these 64 together.
"""

import csv
import io
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en")
MOST = 64
SYMBOLS, FLAGS, PLAYING_CARDS = 8, 9, 63
AS_EMOJI = "\ufe0f"
"""Follows a character that is to be drawn as an emoji, not as a sign."""
COLUMNS = ("language", "emoji", "name_nl", "name_en", "share")


def names(emojibase: Path) -> dict[str, tuple[str, str]]:
    """Return the Dutch and English name of every emoji that counts, by its character."""
    dutch, english = (
        {row["hexcode"]: row for row in json.loads((emojibase / lang / "data.json").read_text())}
        for lang in LANGUAGES
    )
    return {
        chr(int(code, 16)): (dutch[code]["label"], row["label"])
        for code, row in english.items()
        if _counts(row) and code in dutch
    }


def _counts(row: dict[str, Any]) -> bool:
    """Tell whether an emoji is one character and no sign, flag or card."""
    is_sign = row.get("group") in (None, SYMBOLS, FLAGS) or row.get("subgroup") == PLAYING_CARDS
    return "-" not in row["hexcode"] and not is_sign


def rows(emojibase: Path) -> list[tuple[str, str, str, str, str]]:
    """Return the most used emoji of each language, with names and share."""
    from wordfreq import get_frequency_dict  # type: ignore[import-not-found]  # only for this tool

    known, found = names(emojibase), []
    for lang in LANGUAGES:
        used: Counter[str] = Counter()
        for token, frequency in get_frequency_dict(lang, wordlist="large").items():
            if token.rstrip(AS_EMOJI) in known:
                used[token.rstrip(AS_EMOJI)] += frequency
        most = sorted(used.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        whole = sum(frequency for _, frequency in most)
        for one, frequency in most:
            shown = one if ord(one) > 0xFFFF else one + AS_EMOJI
            found.append((lang, shown, *known[one], f"{frequency / whole:.6f}"))
    return found


def written(emojibase: Path) -> bytes:
    """Return the content of the file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(emojibase))
    return out.getvalue().encode("utf-8")


if __name__ == "__main__":
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parents[1] / "data"
    (folder / "emoji.csv").write_bytes(written(Path(sys.argv[1])))
