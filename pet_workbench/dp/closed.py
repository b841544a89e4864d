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
        raise _closed()

    def __copy__(self) -> NoReturn:
        raise _closed()

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise _closed()

    def __len__(self) -> NoReturn:
        raise _closed()

    def __iter__(self) -> NoReturn:
        raise _closed()

    def __bool__(self) -> bool:
        return True


def _closed() -> DifferentialPrivacyError:
    """Return the error of a wish that private data do not grant."""
    return DifferentialPrivacyError(
        "errors.dp_closed",
        "need a query, got a wish to count, copy, save or go through private data: nothing of them "
        "shows otherwise",
    )
