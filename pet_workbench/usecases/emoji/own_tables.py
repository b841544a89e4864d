"""The devices of the case `emoji` as somebody brings them: one file with an emoji per row.

An emoji may be written as itself, by its Dutch name or by its English name.  It has to be on the
list: a list that follows from the data would tell what is in them.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.datasets import Column, Schema
from pet_workbench.usecases.emoji.frequencies import SIZE, TEXTS, emoji_list
from pet_workbench.usecases.emoji.population import DEVICES
from pet_workbench.usecases.own_files import OwnFile

if TYPE_CHECKING:
    import pandas as pd

FILE = "devices"
"""What the one file of one's own is called among the files to read."""
HEADERS: Mapping[str, Mapping[str, str]] = {lang: {} for lang in TEXTS}
"""What `datasets.write_csv` is to call the columns, by language: emoji are emoji everywhere."""
_AS_EMOJI = "\ufe0f"


@cache
def own_file(texts: str) -> OwnFile:
    """Return what the file must look like, with the list of texts in one language.

    Parameters
    ----------
    texts : {"nl", "en"}

    Raises
    ------
    ParameterError
        If there is no list of that language.
    """
    listed = emoji_list(texts)
    spellings = tuple(
        (
            listed.emoji[at],
            listed.emoji[at].rstrip(_AS_EMOJI),
            *dict.fromkeys(listed.names[lang][at].casefold() for lang in TEXTS),
        )
        for at in range(SIZE)
    )
    return OwnFile(Schema((Column("emoji", "choice", choices=spellings),), key=""), HEADERS)


def read(
    devices: Path | bytes, *, texts: str = "nl", file: str = FILE
) -> dict[str, "pd.DataFrame"]:
    r"""Read the emoji of many devices, or say everything that is wrong with them.

    Parameters
    ----------
    devices : Path or bytes
        CSV or Parquet; see `datasets.read_table`.
    texts : {"nl", "en"}
        Whose list of emoji.
    file : str
        What to call the file in messages.

    Raises
    ------
    DataError
        If something is not on the list; ``parameters["problems"]`` has one error per problem.
    ParameterError
        If there is no list of that language.

    Examples
    --------
    >>> read("emoji\n👍\nthumbs up\nduim omhoog\n".encode())["Toestellen"]["emoji"].tolist()
    [9, 9, 9]
    """
    frame = own_file(texts).read(devices, file=file).frame
    return {DEVICES: frame[["emoji"]].astype("uint8")}


def written(table: "pd.DataFrame", *, texts: str) -> "pd.DataFrame":
    """Return the emoji of a table of devices as themselves, as `read` takes them.

    Parameters
    ----------
    table : DataFrame
        With places on the list, as `population.generate` makes it.
    texts : {"nl", "en"}
    """
    listed = emoji_list(texts)
    return table.assign(emoji=[listed.emoji[at] for at in table["emoji"]])
