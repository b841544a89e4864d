"""How a dossier is kept in the browser: as text, with whether it was saved as a file."""

import json

from pet_workbench.core import DataError, json_schema
from pet_workbench.decide import Dossier
from pet_workbench.decide.dossier import LONGEST

_WRAPPED = 2
"""A text inside JSON is at most so many times as long as it is itself, give or take its quotes."""


def packed(dossier: Dossier, *, is_saved: bool) -> str:
    """Return what is kept of a dossier; nothing if it is empty.

    Examples
    --------
    >>> packed(Dossier.empty("en"), is_saved=True)
    ''
    """
    if dossier.is_empty:
        return ""
    return json.dumps({"dossier": dossier.to_json(), "saved": is_saved}, ensure_ascii=False)


def unpacked(text: str) -> tuple[Dossier, bool]:
    """Read what was kept: a dossier, and whether it was saved.

    Raises
    ------
    DataError
        If it is not what `packed` makes, or holds a dossier that cannot be read.
    """
    values = json_schema.parse(text, longest=_WRAPPED * LONGEST)
    dossier, is_saved = values.get("dossier"), values.get("saved")
    if not isinstance(dossier, str) or not isinstance(is_saved, bool):
        raise DataError(
            "errors.decide_desk_kept",
            "need a dossier kept by this workbench, got something else; open your file instead",
        )
    return Dossier.from_json(dossier), is_saved
