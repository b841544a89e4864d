"""What is not copied, pickled or cloned, and says so.

scikit-learn deep-copies whatever is a parameter of a model, so that cross-validation would spend
five budgets and write none of them down.

Protects: against a budget that is spent twice by accident.
Does not protect: against whoever copies the file.
"""

from typing import NoReturn

from pet_workbench.dp.errors import LedgerError


class Single:
    """Something of which there is one."""

    def __copy__(self) -> NoReturn:
        raise _no_copy()

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise _no_copy()

    def __sklearn_clone__(self) -> NoReturn:
        raise _no_copy()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise _no_copy()


def _no_copy() -> LedgerError:
    return LedgerError(
        "errors.dp_ledger_copy",
        "need the one ledger, got a wish to copy or pickle it: a copy would spend the same budget "
        "again; open the same file instead, with Ledger.open(path)",
    )
