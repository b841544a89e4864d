"""A rule for every module or name, as one test per room that lists all who break it.

A test of its own for each of thousands of modules and names would cost more time than the rules do.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import pytest


def for_each(items: Iterable[tuple[str, Any]]) -> Callable[[Callable[[Any], None]], Any]:
    """Return a decorator that runs a test of one thing on all of `items`, room by room.

    Parameters
    ----------
    items : iterable of (str, object)
        Dotted names, and what to test under each.
    """
    rooms = defaultdict(list)
    for name, item in items:
        rooms[(*name.split(":")[0].split("."), "")[1]].append((name, item))

    def decorate(test: Callable[[Any], None]) -> Any:
        @pytest.mark.parametrize("room", sorted(rooms))
        def over_a_room(room: str) -> None:
            broken = []
            for name, item in rooms[room]:
                try:
                    test(item)
                except AssertionError as error:
                    broken.append(f"{name}: {error}")
            if broken:
                pytest.fail("\n".join(broken), pytrace=False)

        over_a_room.__name__, over_a_room.__doc__ = test.__name__, test.__doc__
        return over_a_room

    return decorate
