"""What an attack is and what came of it, in the reader's language."""

from pet_workbench.bench.attempts.plan import attack_of, no_attempt
from pet_workbench.bench.record import Attempt
from pet_workbench.i18n import Language, number, text


def attack_name(id: str, lang: Language) -> str:
    """Return the name of an attack.

    Parameters
    ----------
    id : str
        As in `Attempt.id`.
    lang : {"nl", "en"}
    """
    return text(f"attempts.{id}.name", lang)


def who(id: str, lang: Language) -> str:
    """Say who tries what, and what is not tried.

    Parameters
    ----------
    id : str
    lang : {"nl", "en"}
    """
    return text(f"attempts.{id}.who", lang)


def outcome(attempt: Attempt, lang: Language) -> str:
    """Say in a sentence what came of an attack.

    Parameters
    ----------
    attempt : Attempt
    lang : {"nl", "en"}

    Examples
    --------
    >>> outcome(Attempt("aio_incomes", "failed", 0, 8327, 10_000), "en")
    'In this trial no party alone read any of the 8,327 incomes.'
    """
    found, of = number(attempt.found, lang), number(attempt.of, lang)
    return text(f"attempts.{attempt.id}.{attempt.result}", lang, found=found, of=of)


def why_none(case: str, *, n: int, lang: Language) -> str:
    """Say why nothing is tried at size `n`; nothing if something is.

    Parameters
    ----------
    case : str
        Key.
    n : int
    lang : {"nl", "en"}
    """
    reason, attack = no_attempt(case, n=n), attack_of(case)
    if reason is None:
        return ""
    limit = {"too_large": attack.most, "too_small": attack.fewest} if attack else {}
    written = number(limit.get(reason, 0), lang)
    return text(f"attempts.none_{reason}", lang, n=number(n, lang), limit=written)
