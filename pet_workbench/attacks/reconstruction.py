"""A whole column from the answers to random questions about groups.

Every answer is one equation: so many of these people say yes.  With a few times as many equations
as people, a linear programme finds the column that fits the answers best, and if the noise is well
below the square root of the number of people, nearly all of it is right [1]_.  A good part of the
answers may even be nonsense [2]_.

Protects: nothing; it shows that too many answers that are too accurate are the data themselves.
Does not protect: what stops it is a budget for all answers together, as the theorem says that
something must give: the number of answers, or their accuracy.

References
----------
.. [1] I. Dinur and K. Nissim, "Revealing information while preserving privacy", PODS 2003,
   doi:10.1145/773153.773173.
.. [2] C. Dwork, F. McSherry and K. Talwar, "The price of privacy and the limits of LP decoding",
   STOC 2007, doi:10.1145/1250790.1250804.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, ParameterError
from pet_workbench.core.validation import check_range


def random_groups(stream: Keystream, *, count: int, people: int) -> NDArray[np.bool_]:
    """Return groups in which everybody is with chance one half.

    Parameters
    ----------
    stream : Keystream
        The attacker's own randomness.
    count, people : int
        Both from 1 to 10,000.

    Returns
    -------
    ndarray of bool, shape (count, people)

    Raises
    ------
    ParameterError
        If a number is out of range.
    """
    check_range("count", count, 1, 10_000)
    check_range("people", people, 1, 10_000)
    bits: NDArray[np.bool_] = (stream.integers((count, people), np.uint8) & 1).astype(np.bool_)
    return bits


def reconstruct(groups: NDArray[np.bool_], answers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return who most likely says yes, given how many of each group do.

    The column between 0 and 1 with the smallest sum of deviations from the answers is found, and
    rounded.

    Parameters
    ----------
    groups : ndarray of bool, shape (questions, people)
    answers : ndarray of float64, shape (questions,)

    Returns
    -------
    ndarray of bool, shape (people,)

    Raises
    ------
    ParameterError
        If there is not one answer for each group.

    Examples
    --------
    >>> secret = np.array([1, 0, 0, 1, 1, 0, 1, 0], bool)
    >>> groups = random_groups(Keystream(bytes(32)), count=32, people=8)
    >>> bool((reconstruct(groups, groups @ secret.astype(float)) == secret).all())
    True
    """
    from scipy.optimize import linprog  # late: the package loads without it
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    questions, people = groups.shape
    if answers.shape != (questions,):
        raise ParameterError(
            "errors.dp_attack_answers",
            "need one answer for each of {questions} questions, got {answers}; ask them all",
            questions=questions,
            answers=int(np.size(answers)),
        )
    asked, off = csr_array(groups.astype(np.float64)), eye_array(questions, format="csr")
    solved = linprog(
        np.concatenate((np.zeros(people), np.ones(questions))),
        A_ub=vstack((hstack((asked, -off)), hstack((-asked, -off)))),
        b_ub=np.concatenate((answers, -answers)),
        bounds=[(0, 1)] * people + [(0, None)] * questions,
        method="highs",
    )
    guessed: NDArray[np.bool_] = solved.x[:people] >= 0.5
    return guessed
