"""Check a line of a file of measurements against the schema that ships with it.

What `record.schema.json` cannot say is added: no figures that contradict each other, an attack
finds no more than there is.  A line that passes may still be invented: nothing proves who measured
it.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from pet_workbench.core import json_schema

LONGEST_LINE = 4_000_000
"""Characters; the longest of ours has 140,000."""


def parse(line: str) -> dict[str, Any]:
    """Read a line of JSON that holds an object.

    Raises
    ------
    DataError
        If it is none.
    """
    return json_schema.parse(line, longest=LONGEST_LINE)


def check(values: Mapping[str, Any]) -> None:
    """Refuse a line, read by `parse`, that says what no measurement can say.

    Parameters
    ----------
    values : mapping
        All of the line, with its ``kind``.

    Raises
    ------
    DataError
        If a value is of another type or out of its range; its field is in the parameters.
    """
    json_schema.check(values, _described(values.get("kind")))
    _date(values["date"])
    if values["kind"] == "record":
        _record(values)


def _record(values: Mapping[str, Any]) -> None:
    """Refuse figures that contradict each other."""
    for name in ("cpu_seconds", "peak_mb"):
        if len(values[name]) != len(values["seconds"]):
            json_schema.refuse(name, values[name])
    sent = sum(link["bytes"] for link in values["links"])
    if values["chain_bytes"] > sent:
        json_schema.refuse("chain_bytes", values["chain_bytes"])
    attack = values["attack"]
    if attack is not None and attack["found"] > attack["of"]:
        json_schema.refuse("attack.found", attack["found"])


def _date(written: str) -> None:
    """Refuse what is no moment in UTC."""
    try:
        is_utc = datetime.fromisoformat(written).utcoffset() == timedelta(0)
    except ValueError:
        is_utc = False
    if not is_utc:
        json_schema.refuse("date", written)


@cache
def _described(kind: object) -> dict[str, Any]:
    """Return the schema of one kind of line.

    Raises
    ------
    DataError
        If there is no such kind.
    """
    file = resources.files("pet_workbench") / "bench" / "record.schema.json"
    for described in json.loads(file.read_text(encoding="utf-8"))["oneOf"]:
        if described["properties"]["kind"]["const"] == kind:
            found: dict[str, Any] = described
            return found
    json_schema.refuse("kind", kind)
