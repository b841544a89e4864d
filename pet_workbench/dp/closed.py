"""What shows nothing of what it holds, and says so.

Protects: data, against showing by accident: in a pickle, a copy, a length or a loop.
Does not protect: against code that looks for the attributes underneath.
"""

from typing import NoReturn, SupportsIndex

from pet_workbench.dp.errors import DifferentialPrivacyError


class Closed:
    """Something that shows nothing of what it holds."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise _closed("pickle")

    def __copy__(self) -> NoReturn:
        raise _closed("copy")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise _closed("copy")

    def __len__(self) -> NoReturn:
        raise _closed("len")

    def __iter__(self) -> NoReturn:
        raise _closed("iter")

    def __bool__(self) -> bool:
        return True


def _closed(wish: str) -> DifferentialPrivacyError:
    """Return the error of a wish that private data do not grant."""
    return DifferentialPrivacyError(
        "errors.dp_closed",
        "need a query, got a wish to {wish} private data: nothing of them shows otherwise",
        wish=wish,
    )
