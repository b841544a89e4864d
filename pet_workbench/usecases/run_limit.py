"""Count how often data have been used for a question, and stop when it is enough.

Protects: against narrowing somebody's number down by asking the same question with ever other
limits, as far as the owner refuses to take part more often than agreed.
Does not protect: within the runs allowed, and not when the owner makes a new counter.  It is an
agreement kept by a counter, not cryptography: with secret limits the owner cannot see whether two
questions differ, only that there are two.
"""

from typing import NoReturn

from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.core.validation import check_range
from pet_workbench.usecases.base import Parameters


class RunLimit:
    """An owner's counter of runs on the same data.

    Parameters
    ----------
    maximum : int
        How many runs are allowed.

    Examples
    --------
    >>> limit = RunLimit(1)
    >>> limit.count_run()
    >>> limit.count_run()
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.PrivacyError: need at most 1 runs on these data, this would be run 2
    """

    def __init__(self, maximum: int) -> None:
        check_range("maximum", maximum, 1, 1_000_000)
        self.maximum = maximum
        self.used = 0

    def __reduce__(self) -> NoReturn:
        raise ParameterError(
            "errors.run_limit_copied",
            "need a counter that is counted in one place: a copy, such as in another process, "
            "would count for itself",
        )

    def count_run(self) -> None:
        """Count one run, before any data are touched.

        Raises
        ------
        PrivacyError
            If all allowed runs have been used.
        """
        if self.used >= self.maximum:
            raise PrivacyError(
                "errors.run_limit",
                "need at most {maximum} runs on these data, this would be run {run}",
                maximum=self.maximum,
                run=self.used + 1,
            )
        self.used += 1


def count_run(parameters: Parameters) -> None:
    """Let an owner refuse a run too many, before it sends anything."""
    if parameters["run_limit"] is not None:
        parameters["run_limit"].count_run()
