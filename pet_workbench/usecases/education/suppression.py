"""Leaving small counts out of a table: as is often done, and so that they do not follow.

*Plain*: every count under the minimum is replaced by "<5", and everything else stays: totals,
percentages, regions.  *Complementary*: with a replaced count goes whatever gives it away.

1. A group with a small count keeps only the two totals of men and women together that are large
   enough; its percentages and its split into men and women go.
2. The total of a region is given only if every total left out below it can still be anything from
   0 to the minimum less one.

Protects: plain, nothing reliable, see `pet_workbench.attacks.suppressed_cells`; complementary,
every number left out keeps at least two values that fit this table (tests try all of them).
Does not protect: large groups at all: whoever knows all but one reads the last.  Against a second
edition of the table; against whoever knows some of the pupils.

References
----------
.. [1] L. H. Cox, "Suppression methodology and statistical disclosure control", Journal of the
   American Statistical Association 75, 1980, doi:10.1080/01621459.1980.10477481.
.. [2] M. Fischetti and J. J. Salazar, "Solving the cell suppression problem on tabular data with
   linear constraints", Management Science 47(7), 2001, doi:10.1287/mnsc.47.7.1008.9805.
"""

from dataclasses import replace

import numpy as np

from pet_workbench.usecases.education.tables import BOTH, HIDDEN, Publication


def suppress(exact: Publication, minimum: int) -> Publication:
    """Replace every count of a group under the minimum, and nothing else.

    Parameters
    ----------
    exact : Publication
    minimum : int
        Smallest count that stays.
    """
    return replace(exact, counts=np.where(exact.counts < minimum, HIDDEN, exact.counts))


def suppress_safely(exact: Publication, minimum: int) -> Publication:
    """Leave out small counts, and whatever they would follow from.

    Parameters
    ----------
    exact : Publication
    minimum : int
        Smallest count that stays.
    """
    small = np.asarray((exact.counts < minimum).any(axis=(1, 2)))
    counts = exact.counts.copy()
    counts[small, :, :BOTH] = HIDDEN
    counts[:, :, BOTH] = np.where(counts[:, :, BOTH] < minimum, HIDDEN, counts[:, :, BOTH])
    percentages = np.where(small[:, None], HIDDEN, exact.percentages)
    regions = exact.regions.copy()
    for at in (0, 1):
        gone = np.asarray(counts[:, at, BOTH] == HIDDEN)
        line, n_lines = exact.offers.line, len(regions)
        many = np.bincount(line[gone], minlength=n_lines)
        rest = np.bincount(line[gone], exact.counts[gone, at, BOTH], n_lines)
        is_safe = (rest >= minimum - 1) & (rest <= (minimum - 1) * (many - 1))
        regions[(many > 0) & ~is_safe, at] = HIDDEN
    return replace(exact, counts=counts, percentages=percentages, regions=regions)
