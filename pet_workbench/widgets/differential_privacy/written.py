"""How numbers on this page are written: euros, people, epsilon; and what an epsilon means."""

from collections.abc import Callable

from pet_workbench.dp import Terms
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.risk import group_sentence, risk_sentence
from pet_workbench.widgets.case import Words

FAMILY = 4


def amount(words: Words, *, is_euros: bool) -> Callable[[float], str]:
    """Return how to write an answer: whole euros, or a number."""
    if is_euros:
        return lambda value: words.euro(100 * value, 0)
    return words.number


def risk_html(epsilon: float, terms: Terms, words: Words) -> str:
    """Say what an attacker can know at most about one unit, and about four of them together."""
    loss = pure_loss(epsilon)
    said = (
        f"<strong>{risk_sentence(loss, terms, words.lang)}</strong>",
        group_sentence(loss, terms, words.lang, size=FAMILY),
    )
    return "".join(f"<p>{one}</p>" for one in said[: 2 if terms.unit == "person" else 1])
