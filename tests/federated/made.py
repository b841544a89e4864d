"""Invented hospitals, very unequal ones among them."""

import numpy as np

from pet_workbench.federated import Site

SIZES = (900, 400, 250, 30, 3, 1, 0)


def hospitals(sizes=SIZES, *, seed=1, n_features=3, months=36):
    """Return sites whose patients have features, and die or are lost at a whole month."""
    rng = np.random.default_rng(seed)
    sites = []
    for place, n in enumerate(sizes):
        x = rng.normal(0.2 * place, 1.0, (n, n_features))
        rate = np.exp(x @ np.linspace(0.6, -0.4, n_features)) / 20
        died = rng.exponential(1 / rate)
        lost = rng.uniform(1, 2 * months, n)
        times = np.ceil(np.minimum(np.minimum(died, lost), months))
        events = ((died <= lost) & (died <= months)).astype(float)
        sites.append(Site(f"hospital {place + 1}", x, events, times))
    return sites


def pooled(sites):
    """Return one site with the rows of all."""
    return Site(
        "pooled",
        np.vstack([site.features for site in sites]),
        np.concatenate([site.outcome for site in sites]),
        np.concatenate([site.times for site in sites]),
    )


def adding(model, sites):
    """Return what adds up the sums of all sites plainly."""
    return lambda at: np.sum([model.sums(site, at) for site in sites], axis=0)
