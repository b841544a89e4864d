"""Whatever stands in one field of a state, it is refused in words or becomes a memo."""

import copy
import json
import random

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.decide.whole import check_whole
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.reports.memo import read_dossier, write_memo
from tests.reports.memo.dossiers import filled

WRONG = (
    *(None, True, 0, -1, 10**400, 1e308, -0.0, 5e-324, "", "x", "a\n", "\x00\u202e", "é" * 500),
    *([], [[]], {}, {"": None}, ["x", "x"]),
)
TRIED = 250


def places(value, above=()):
    """Yield the place of everything in a state; of long lists the first two."""
    if above:
        yield above
    inside = value.items() if isinstance(value, dict) else ()
    inside = enumerate(value[:2]) if isinstance(value, list) else inside
    for key, one in inside:
        yield from places(one, (*above, key))


def put(state, place, value):
    """Return a state with another value at one place."""
    changed = copy.deepcopy(state)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def test_any_field_may_hold_anything():
    """No value at any place leads to another error than a refusal in both languages."""
    state = json.loads(filled("en").to_json())
    every = [(place, value) for place in places(state) for value in WRONG]
    refused = []
    for place, value in random.Random(7).sample(every, TRIED):
        written = json.dumps(put(state, place, value)).encode()
        try:
            dossier = check_whole(read_dossier(written, "x.json"))
        except DataError as error:
            refused.append([error_text(error, lang) for lang in LANGUAGES])
            continue
        assert write_memo(dossier, "html"), (place, value)

    assert TRIED / 2 < len(refused) < TRIED
    assert all(all(said) for said in refused)


@pytest.mark.parametrize("depth", [50, 900, 100_000])
def test_what_a_run_may_hold_is_known(depth):
    """A run that is deep or of another shape is refused with the file, not by the memo later."""
    written = Dossier.empty("en").to_json().replace('"run": null', '"run": {"a": @}')
    deep = written.replace("@", '{"a":' * depth + "1" + "}" * depth)

    with pytest.raises(DataError):
        read_dossier(deep.encode(), "x.json")


def test_a_key_with_a_line_break_is_none():
    """The end of a pattern is the end of the text, so no key of a case ends in a new line."""
    with pytest.raises(DataError, match="case"):
        Dossier.from_json(Dossier.empty("en").with_(case="aio\n").to_json())
