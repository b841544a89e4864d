"""What it costs: as it was recorded, and as it is here and now."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from pet_workbench.bench.peers import stored
from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import ExactSum
from pet_workbench.he.jobs.sums import encrypted_sum
from pet_workbench.he.keys import SecretKey
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.homomorphic.recorded import recorded_html
from pet_workbench.widgets.job import Job, Step
from pet_workbench.widgets.page import Panel, Sentence, html

COUNTS = (65_536, 1_000_000)
MOST_CENTS = 500_000


@dataclass(frozen=True)
class Timed:
    """A total that was really computed encrypted.

    Attributes
    ----------
    count : int
        Of amounts.
    seconds : float
        Encrypt, add up and decrypt.
    key_seconds : float
        Make the keys.
    sent_bytes : int
        Of the ciphertexts, if all were sent.
    is_right : bool
    """

    count: int
    seconds: float
    key_seconds: float
    sent_bytes: int
    is_right: bool


class Costs(Panel):
    """What was measured before, and a button that measures here.

    Attributes
    ----------
    count : Choice
    job : Job
        Adds up that many amounts, with progress and Cancel.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.count = Choice(
            words("cost_count"), {n: words("cost_amounts", n=words.number(n)) for n in COUNTS}
        )
        self.sentence = Sentence()
        self.job = Job(
            self._measure, lang=words.lang, label=words("cost_button"), on_done=self._tell
        )
        super().__init__(
            [html(recorded_html(stored("he"), words)), self.count, self.job, self.sentence],
            lang=words.lang,
            label=words("cost_label"),
        )
        self.count.observe(lambda _: self.sentence.say(""), "value")

    def _measure(self, step: Step) -> Timed:
        """Add up as many amounts as were chosen."""
        self.sentence.say("")
        return timed_sum(self.count.value, step)

    def _tell(self, timed: Timed) -> None:
        """Say how long it took."""
        words = self.words
        said = words(
            "cost_measured" if timed.is_right else "cost_wrong",
            n=words.number(timed.count),
            seconds=words.duration(timed.seconds),
            keys=words.duration(timed.key_seconds),
            size=words.size(timed.sent_bytes),
            each=words.number(timed.sent_bytes / timed.count),
        )
        self.sentence.say(f"<p>{said}</p>")


def timed_sum(count: int, step: Step) -> Timed:
    """Encrypt `count` amounts in cents, add them up, decrypt the total and compare.

    Parameters
    ----------
    count : int
    step : callable
        See `Job`.
    """
    choice = choose(ExactSum(rows=count, bound=MOST_CENTS, symmetric=True))
    amounts = np.random.default_rng(1).integers(0, MOST_CENTS, count)  # invented, no secrets
    start = perf_counter()
    owner = SecretKey.generate(choice.parameters, sums=True)
    made = perf_counter()
    total = encrypted_sum(amounts, encryptor=owner, bound=MOST_CENTS, step=step)
    found = int(owner.decrypt(total)[0])
    return Timed(
        count,
        perf_counter() - made,
        made - start,
        choice.input_bytes,
        found == int(amounts.sum()),
    )
