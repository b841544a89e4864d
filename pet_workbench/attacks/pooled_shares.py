"""A coalition puts the shares it was dealt on one heap.

With Shamir's scheme, as many members as the threshold read the number of everybody who dealt to
them, and fewer learn nothing.  With additive sharing everybody's share is needed, so that the only
coalition large enough is everybody.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from pet_workbench.core import View
from pet_workbench.sharing.shamir import DEAL, Share, reconstruct


def dealt_numbers(
    views: Sequence[View], *, parties: Sequence[str], threshold: int, modulus: int
) -> dict[str, int]:
    """Return the numbers that a coalition reads from the Shamir shares it was dealt.

    Parameters
    ----------
    views : sequence of View
        What the members saw in one run of `shamir.sum_to_all`, for one number per person.
    parties : sequence of str
        Everybody, in the order in which shares were dealt.
    threshold, modulus : int
        As agreed for the run; no secrets.

    Returns
    -------
    dict of str to int
        The number of everybody outside the coalition, or nothing when it is too small.

    Examples
    --------
    >>> from pet_workbench import usecases
    >>> case = usecases.get("table")
    >>> tables = case.load(n=4, seed=1)
    >>> transcript = case.run("secret-sharing:shamir", tables, threshold=2).transcript
    >>> agreed = {"parties": tuple(tables), "threshold": 2, "modulus": 65_521}
    >>> dealt_numbers(transcript.views(["Anna", "Bas"]), **agreed).keys()
    dict_keys(['Carla', 'Dewi'])
    >>> dealt_numbers(transcript.views(["Anna"]), **agreed)
    {}
    """
    if len(views) < threshold:
        return {}
    members = {view.party for view in views}
    found = {}
    for dealer in parties:
        if dealer not in members:
            shares = [
                Share(
                    parties.index(view.party) + 1,
                    message.values().astype(np.uint64),
                    threshold,
                    modulus,
                )
                for view in views
                for message in view.find(DEAL)
                if message.sender == dealer
            ]
            found[dealer] = int(reconstruct(shares)[0])
    return found


def fitting_numbers(shares: Sequence[Share], candidates: Iterable[int]) -> list[int]:
    """Return the candidates for a shared number that fit what a coalition holds.

    With fewer shares than the threshold every number fits: through the shares and any value at zero
    runs a polynomial of the agreed degree, and for every value there are equally many.

    Parameters
    ----------
    shares : sequence of Share
        The coalition's shares of one number; at least one.
    candidates : iterable of int
        The numbers to consider, for instance all ages.

    Examples
    --------
    >>> from pet_workbench.sharing import shamir
    >>> shares = shamir.share([34], n_parties=4, threshold=3)
    >>> len(fitting_numbers(shares[:2], range(131))), fitting_numbers(shares[:3], range(131))
    (131, [34])
    """
    if len(shares) < shares[0].threshold:
        return list(candidates)
    found = int(reconstruct(shares)[0])
    return [candidate for candidate in candidates if candidate == found]
