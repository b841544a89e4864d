"""Cox's survival model from sums: exact, with ties as Breslow handles them [1]_ [2]_.

For each moment with a death, every site adds up, over its patients who were still at risk, their
weight, weight times features, and weight times pairs of features.  The totals over sites are
those of the pooled table, so the fit is as well [3]_.  The moments are public and the same for all
sites; in months rather than days there are fewer of them, and more patients at risk at each.

Protects: the rows, when only totals over sites are read, and at least `least_at_risk` patients are
at risk at every moment.
Does not protect: a site whose own sums are read: at a late moment they may be about one patient.

References
----------
.. [1] D. R. Cox, "Regression models and life-tables", Journal of the Royal Statistical Society B
   34(2), 1972, 187-220, doi:10.1111/j.2517-6161.1972.tb00899.x.
.. [2] N. Breslow, "Covariance analysis of censored survival data", Biometrics 30(1), 1974, 89-99,
   doi:10.2307/2529620.
.. [3] C.-L. Lu et al., "WebDISCO: a web service for distributed Cox model learning without
   patient-level data sharing", JAMIA 22(6), 2015, 1212-1219, doi:10.1093/jamia/ocv083.
"""

from dataclasses import dataclass

import numpy as np

from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.federated.model import Floats, Site, Slope, unfold


@dataclass(frozen=True)
class Cox:
    """How features raise or lower the rate of an event.

    Attributes
    ----------
    n_features : int
    moments : tuple of float
        Rising; every event must have happened at one of them.
    least_at_risk : int, default: 1
        Fewest patients, over all sites, that a moment's sums may be about.

    Raises
    ------
    ParameterError
        If the moments do not rise.
    """

    n_features: int
    moments: tuple[float, ...]
    least_at_risk: int = 1

    def __post_init__(self) -> None:
        if not self.moments or not all(np.diff(self.moments) > 0):
            raise ParameterError(
                "errors.federated_moments",
                "need moments that rise, got {n} of which one is not later than the one before",
                n=len(self.moments),
            )

    @property
    def size(self) -> int:
        """How many coefficients it has: one per feature, without a constant."""
        return self.n_features

    def sums(self, site: Site, coefficients: Floats) -> Floats:
        """Return the sums over patients at risk at every moment, and those over events.

        Parameters
        ----------
        site : Site
            With times.
        coefficients : ndarray of float64, shape (size,)

        Returns
        -------
        ndarray of float64, shape (n_moments * (3 + size + size * (size + 1) / 2) + size,)
            Per moment: patients at risk, events, weights, weighted features, weighted pairs; then
            the features of those with an event.

        Raises
        ------
        ParameterError
            If the site has no times, or an event at no moment.
        """
        times, events = self._times(site), site.outcome == 1
        latest_first = np.argsort(-times, kind="stable")
        x = site.features[latest_first]
        weights = np.exp(x @ coefficients)[:, None]
        rows, columns = np.triu_indices(self.size)
        each = np.hstack([np.ones_like(weights), weights, x * weights])
        each = np.hstack([each, x[:, rows] * x[:, columns] * weights])
        running = np.vstack([np.zeros(each.shape[1]), np.cumsum(each, axis=0)])
        at_risk = np.searchsorted(-times[latest_first], -np.array(self.moments), side="right")
        happened = np.searchsorted(self.moments, times[events])
        counts = np.bincount(happened, minlength=len(self.moments)).astype(float)
        table = np.insert(running[at_risk], 1, counts, axis=1)
        return np.concatenate([table.ravel(), site.features[events].sum(axis=0)])

    def slope(self, total: Floats, coefficients: Floats) -> Slope:
        """Return what the total over all sites says.

        Parameters
        ----------
        total : ndarray of float64
            Sum of what `sums` gave.
        coefficients : ndarray of float64, shape (size,)

        Raises
        ------
        PrivacyError
            If fewer than `least_at_risk` patients are at risk at a moment with an event.
        """
        size = self.size
        table = total[: total.size - size].reshape(len(self.moments), -1)
        of_events = total[total.size - size :]
        self._check_at_risk(table)
        table = table[table[:, 1] > 0.5]
        deaths, weights = table[:, 1], table[:, 2]
        means = table[:, 3 : 3 + size] / weights[:, None]
        pairs = unfold(table[:, 3 + size :] / weights[:, None], size)
        spread = pairs - means[:, :, None] * means[:, None, :]
        likelihood = of_events @ coefficients - deaths @ np.log(weights)
        return Slope(
            float(likelihood),
            of_events - deaths @ means,
            np.einsum("t,tij->ij", deaths, spread),
        )

    def _times(self, site: Site) -> Floats:
        """Return the times of a site, if the model can take them."""
        times = np.empty(0) if site.times is None else site.times
        died = times[site.outcome[: times.size] == 1]
        if site.times is None or not np.isin(died, self.moments).all():
            raise ParameterError(
                "errors.federated_times",
                "need a time for every patient of {site}, and events at the agreed moments only, "
                "got {got}",
                site=site.name,
                got="no times" if site.times is None else "an event at another moment",
            )
        return times

    def _check_at_risk(self, table: Floats) -> None:
        """Refuse sums that are about too few."""
        few = (table[:, 1] > 0.5) & (table[:, 0] < self.least_at_risk - 0.5)
        if few.any():
            raise PrivacyError(
                "errors.federated_at_risk",
                "need at least {least} patients at risk at every moment with an event, got "
                "{n_moments} moments with fewer; take longer periods, or end the study earlier",
                least=self.least_at_risk,
                n_moments=int(few.sum()),
            )
