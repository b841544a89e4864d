"""What many publications cost that know nothing of each other, against one.

A connection lies in one municipality.  If each municipality publishes once about its own
connections, a connection is in one publication, so the promise stays epsilon (*parallel
composition* [1]_): the number of municipalities does not matter.  As soon as a connection is in
several, the epsilons add up (*basic composition*): its municipality, and a region or province
around it, and the next version of any of them.  With one ledger somebody sees that; with 352
nobody does.

Hours of work are assumptions of ours in ``data/figures.toml``.

References
----------
.. [1] F. McSherry, "Privacy Integrated Queries", SIGMOD 2009, doi:10.1145/1559845.1559850.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.dp.loss import Loss, pure_loss


@dataclass(frozen=True)
class Effort:
    """What two ways of publishing take.

    Attributes
    ----------
    publications : int
        At least: one that covers the country puts every connection in one more.
    ledgers : int
        Budget books that would have to know of each other, at least.
    epsilon : Fraction
        What all publications together promise a connection.
    hours : float
        Of work, assumed.
    """

    publications: int
    ledgers: int
    epsilon: Fraction
    hours: float


def loss_of_one(epsilon: Any, *, publications: int) -> Loss:
    """Return what a connection loses that is in so many publications of `epsilon` each.

    Examples
    --------
    >>> loss_of_one("0.5", publications=3).epsilon
    Fraction(3, 2)
    """
    check_whole("publications", publications, 1, 1_000)
    return sum((pure_loss(epsilon) for _ in range(publications)), Loss())


def compare(epsilon: Any, *, overlap: int) -> dict[str, Effort]:
    """Return one national publication, and one of every municipality with others around it.

    Parameters
    ----------
    epsilon : number
        Of each publication.
    overlap : int
        In how many publications a connection is: 1 for its municipality only.

    Examples
    --------
    >>> {id: float(one.epsilon) for id, one in compare("1", overlap=3).items()}
    {'national': 1.0, 'separate': 3.0}
    """
    check_whole("overlap", overlap, 1, 1_000)
    assumed = assumptions("gas")
    fewest = int(figures("gas")["municipalities"].value) + overlap - 1
    return {
        "national": Effort(
            1, 1, loss_of_one(epsilon, publications=1).epsilon, assumed["hours_national"].value
        ),
        "separate": Effort(
            fewest,
            fewest,
            loss_of_one(epsilon, publications=overlap).epsilon,
            fewest * assumed["hours_per_publication"].value,
        ),
    }
