"""The least protection an advice gives, such that more severe answers never lower it.

More severe answers (more sensitive data, less trust, a wider audience) act in one way only: they
raise the protection that is needed, a pair of steps (input, output).  They change no points and
leave nothing else out; `rules` checks that.  Let ``best(n)`` be the best arrangement among those
that cover ``n``.  On its own that is not enough: from (0, 0) to (0, 1) the best may change from one
that protects the input well and the output not, to one that protects the output only.  So what is
needed at (i, o) also covers what is given at (i - 1, o) and at (i, o - 1)::

    given(n)        = level(best(effective(n)))
    effective(i, o) = join((i, o), given(i - 1, o), given(i, o - 1))

By induction over the grid, effective(n) <= given(n) <= effective(m) for every m above n: the first
choice never protects less, on either side, and whatever fell below what was needed stays below.
Where nothing is left, nothing is left above it either.
"""

from collections.abc import Sequence

from pet_workbench.decide.chooser.arrangements import Arrangement
from pet_workbench.decide.chooser.levels import NOTHING, Level


def effective(order: Sequence[Arrangement], needed: Level) -> Level | None:
    """Return the protection that is needed, counting what milder answers already gave.

    Parameters
    ----------
    order : sequence of Arrangement
        What is not left out otherwise, best first.
    needed : Level
        What the rules ask for.

    Returns
    -------
    Level or None
        None if nothing in `order` gives it.

    Examples
    --------
    >>> from pet_workbench.decide.chooser.arrangements import arrangement
    >>> order = [arrangement("secret-sharing"), arrangement("trusted-third-party+suppression")]
    >>> effective(order[:1], Level(1, 0)), effective(order, Level(0, 1))
    (Level(input=2, output=0), None)
    """
    found: dict[Level, Level | None] = {}
    for i in range(needed.input + 1):
        for o in range(needed.output + 1):
            found[Level(i, o)] = _step(order, Level(i, o), found)
    return found[needed]


def _step(
    order: Sequence[Arrangement], at: Level, found: dict[Level, Level | None]
) -> Level | None:
    """Return the effective need at one place of the grid, once those before it are known."""
    least = at
    for before in (Level(at.input - 1, at.output), Level(at.input, at.output - 1)):
        if not before.covers(NOTHING):
            continue
        milder = found[before]
        if milder is None:
            return None
        least = least.join(first(order, milder).level)
    return least if any(one.level.covers(least) for one in order) else None


def first(order: Sequence[Arrangement], needed: Level) -> Arrangement:
    """Return the best arrangement of `order` that covers `needed`; there must be one."""
    return next(one for one in order if one.level.covers(needed))
