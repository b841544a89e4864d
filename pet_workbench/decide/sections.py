"""The sections of a dossier that tools fill in: what each may hold, by the dossier's schema.

A section is one frozen class with `from_mapping`, which reads what a dossier holds, and
`to_mapping`, which writes it.  The schema knows the shape; the class checks the rest (ids, who is
there twice) whenever it is made, from a file or on a page.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from pet_workbench.core import json_schema


@cache
def schema() -> Mapping[str, Any]:
    """Return the schema of a dossier.

    Examples
    --------
    >>> schema()["properties"]["language"]
    {'enum': ['nl', 'en']}
    """
    file = resources.files("pet_workbench") / "decide" / "dossier.schema.json"
    found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def check(name: str, state: object) -> None:
    """Refuse what does not have the shape of a section.

    Parameters
    ----------
    name : str
        Of the section: a field of a dossier.
    state : mapping
        What the dossier holds there.

    Raises
    ------
    DataError
        With the place, if something is missing, too much, of another kind or outside its limits.

    Examples
    --------
    >>> check("weighing", {"people": 5})
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.DataError: need a value of weighing.project that its schema allows...
    """
    described = schema()["properties"][name]["anyOf"][-1]
    json_schema.check(dict(state) if isinstance(state, Mapping) else state, described, field=name)
