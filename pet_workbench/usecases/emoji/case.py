"""Device analytics: which emoji are popular, without knowing anybody's.

According to the report on the adoption of PETs, Apple adds noise on every device before anything is
collected, and so learns which emoji are used much [1]_; how it does so is published [2]_.  The
case is after that example and not a copy of it: the protocols are those of the literature, the
devices are invented, and the shares of emoji are those of Dutch and English texts.

Protects: see `techniques`.
Does not protect: see `techniques`.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, section 3.2.
.. [2] Differential Privacy Team, Apple, "Learning with Privacy at Scale", 2017,
   https://machinelearning.apple.com/research/learning-with-privacy-at-scale.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, Release
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.emoji.frequencies import SIZE
from pet_workbench.usecases.emoji.popularity import Popularity
from pet_workbench.usecases.emoji.population import DEVICES, generate
from pet_workbench.usecases.emoji.techniques import (
    COLLECTOR,
    MAKER,
    at_collector,
    in_clear,
    on_devices,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

LOCAL = "local-differential-privacy"
CENTRAL = "trusted-third-party+differential-privacy"
PLAIN = "plain-exchange"


class EmojiCase(UseCase):
    """A maker counts the favourite emoji of many devices."""

    key = "emoji"
    sizes: ClassVar = (10_000, 100_000, 1_000_000, 10_000_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            *(
                Technique(f"{LOCAL}:{kind}", partial(on_devices, kind), leaks=("who_reports",))
                for kind in ("unary", "hashing", "response")
            ),
            Technique(CENTRAL, at_collector, leaks=("all_emoji_at_collector",)),
            Technique(PLAIN, in_clear, leaks=("all_emoji_at_maker",)),
        )
    }
    parameters: ClassVar = {"epsilon": 1}

    def load(self, *, n: int, seed: int, texts: str = "nl") -> dict[str, "pd.DataFrame"]:
        """Generate `n` devices of people who write `texts` in Dutch or English."""
        return generate(n, seed=seed, texts=texts)

    def read(self, files: Mapping[str, "Path | bytes"]) -> dict[str, "pd.DataFrame"]:
        """Read the emoji of many devices from one CSV file, ``files["devices"]``; the Dutch list.

        Raises
        ------
        DataError
            If something is not on the list; all problems are in ``parameters["problems"]``.
        """
        from pet_workbench.usecases.emoji.own_tables import FILE, read

        return read(files[FILE])

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of the devices must look like; see `own_tables`."""
        from pet_workbench.usecases.emoji.own_tables import own_file

        return own_file("nl") if party == DEVICES else None

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has an emoji, whom all might trust, and who wants to know."""
        return {DEVICES: "devices", COLLECTOR: "third", MAKER: "maker"}

    def check(self, parameters: Parameters) -> None:
        """Refuse an epsilon that promises nothing.

        Raises
        ------
        PromiseError
            If it does not.
        """
        exact_epsilon(parameters["epsilon"])

    def exact(self, tables: Tables, **parameters: Any) -> NDArray[np.int64]:
        """Return how many devices have each emoji.

        Raises
        ------
        DataError
            If there is no device, or one has something that is not on the list.
        """
        emoji = tables[DEVICES]["emoji"]
        if emoji.empty or not emoji.between(0, SIZE - 1).all():
            raise DataError(
                "errors.emoji_list",
                "need devices that each have an emoji from 0 to {last}, got none or another",
                last=SIZE - 1,
            )
        counted = emoji.value_counts().reindex(range(SIZE), fill_value=0)
        return np.asarray(counted, np.int64)

    def answer(self, results: Mapping[str, Any]) -> Popularity:
        """Return what the maker ends up with."""
        popularity: Popularity = results[MAKER]
        return popularity

    def error(self, answer: Popularity, exact: NDArray[np.int64]) -> float:
        """Return the root of the mean square error of a count, in devices."""
        return answer.rms_error(exact)

    def released(self, technique: Technique, answer: Popularity) -> tuple[Release, ...]:
        """Say what the maker reads: an estimate per emoji."""
        guarantee = "none" if technique.id == PLAIN else "differential_privacy"
        return (Release("popularity", MAKER, guarantee, answer.counts.size),)


CASE = EmojiCase()
