"""Logistic regression from sums: the gradient and the curvature add up over sites, exactly.

Each round a site sends a log-likelihood, a gradient, and the upper triangle of a matrix [1]_.

Protects: the rows, when only totals over sites are read.
Does not protect: a site whose own sums are read.  With one row, the gradient is that row times a
number.

References
----------
.. [1] Y. Wu, X. Jiang, J. Kim, L. Ohno-Machado, "Grid binary LOgistic REgression (GLORE): building
   shared models without sharing data", JAMIA 19(5), 2012, 758-764, doi:10.1136/amiajnl-2012-000862.
"""

from dataclasses import dataclass

import numpy as np

from pet_workbench.federated.model import Floats, Site, Slope, unfold


@dataclass(frozen=True)
class Logistic:
    """The chance of an outcome from features and a constant, which comes first.

    Attributes
    ----------
    n_features : int

    Examples
    --------
    >>> site = Site("a", np.array([[0.0], [1.0]]), np.array([0.0, 1.0]))
    >>> Logistic(1).sums(site, np.zeros(2)).round(3).tolist()
    [-1.386, 0.0, 0.5, 0.5, 0.25, 0.25]
    """

    n_features: int

    @property
    def size(self) -> int:
        """How many coefficients it has: one per feature, and the constant."""
        return self.n_features + 1

    def sums(self, site: Site, coefficients: Floats) -> Floats:
        """Return log-likelihood, gradient and upper triangle of the curvature.

        Parameters
        ----------
        site : Site
        coefficients : ndarray of float64, shape (size,)

        Returns
        -------
        ndarray of float64, shape (1 + size + size * (size + 1) / 2,)
        """
        x = np.column_stack([np.ones(site.n), site.features])
        scores = x @ coefficients
        chances = 1 / (1 + np.exp(-scores))
        likelihood = -np.logaddexp(0, np.where(site.outcome == 1, -scores, scores)).sum()
        curvature = (x * (chances * (1 - chances))[:, None]).T @ x
        gradient = x.T @ (site.outcome - chances)
        return np.concatenate([[likelihood], gradient, curvature[np.triu_indices(self.size)]])

    def slope(self, total: Floats, coefficients: Floats) -> Slope:
        """Return what the total over all sites says.

        Parameters
        ----------
        total : ndarray of float64
            Sum of what `sums` gave.
        coefficients : ndarray of float64, shape (size,)
        """
        del coefficients  # the total says all; a survival model needs them
        gradient, upper = total[1 : 1 + self.size], total[1 + self.size :]
        return Slope(float(total[0]), gradient, unfold(upper, self.size))
