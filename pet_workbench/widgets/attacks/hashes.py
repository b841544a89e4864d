"""Attack 3: hashed citizen numbers, broken by trying numbers."""

import secrets
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pet_workbench.attacks.dictionary import Progress, break_hashes, break_pseudonyms
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.datasets.citizen_numbers import INVENTED, complete
from pet_workbench.sharing.joins.hashes import hash_numbers
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.widgets import Choice
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words

FIRST, STOP = 12_000_000, 12_800_000
"""First eight digits that are tried here: a hundred-and-twenty-fifth of all."""
PEOPLE = 25
SALT = b"salt that both know"
METHODS = ("hash", "salt", "wrong_key", "right_key")


def persons() -> NDArray[np.int64]:
    """Return numbers of people who cannot exist, all within the range that is tried."""
    prefixes = np.random.default_rng(3).choice(np.arange(FIRST, STOP), 2 * PEOPLE, replace=False)
    return complete(np.sort(prefixes), remainder=INVENTED)[:PEOPLE]


def attempts(method: str) -> Iterator[Progress]:
    """Attack a list that was hidden with `method`.

    Parameters
    ----------
    method : {"hash", "salt", "wrong_key", "right_key"}
        Hashed, hashed with a salt that both know, or a keyed pseudonym, for an attacker without
        and with the key.
    """
    numbers, prefixes = persons(), (FIRST, STOP)
    if method in ("hash", "salt"):
        salt = SALT if method == "salt" else b""
        hashes = hash_numbers(numbers, salt=salt)
        return break_hashes(hashes, salt=salt, remainder=INVENTED, prefixes=prefixes)
    key = secrets.token_bytes(KEY_BYTES)
    guess = key if method == "right_key" else secrets.token_bytes(KEY_BYTES)
    labels = pseudonyms(key, numbers)
    return break_pseudonyms(labels, guess, remainder=INVENTED, prefixes=prefixes)


class Hashes(Part):
    """How a list was hidden, and whom trying numbers finds.

    Attributes
    ----------
    method : Choice
    progress : Progress or None
        Of the last attack.
    """

    def __init__(self, words: Words) -> None:
        self.progress: Progress | None = None
        self.method = Choice(
            words("hashes_method"), {name: words(f"hashes_method_{name}") for name in METHODS}
        )
        super().__init__(
            words,
            label=words("hashes_label"),
            button=words("hashes_button"),
            ready=words("hashes_ready"),
            controls=(self.method,),
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.progress = None
        super().clear()

    def attack(self) -> None:
        """Try all numbers of the range."""
        *_, self.progress = attempts(self.method.value)
        right = dict(enumerate(persons().tolist()))
        found = sum(right[place] == number for place, number in self.progress.found.items())
        self.say(
            "hashes_worked" if found else "hashes_failed",
            people=PEOPLE,
            found=found,
            tried=self.progress.tried,
            seconds=self.words.duration(self.progress.seconds),
            whole=self.words.duration(self.progress.whole_domain_seconds),
        )
