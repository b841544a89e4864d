"""Why a choice of parameters is what it is, as keys of texts and the values that belong in them.

The words are in the catalogues, so that a page can give them in the reader's language.

Protects: nothing; it explains.
Does not protect: nothing is decided here.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pet_workbench.core import ParameterError, PetError
from pet_workbench.he import security
from pet_workbench.he.errors import DepthError, PrecisionError, RangeError

if TYPE_CHECKING:
    from pet_workbench.he.choosing.chooser import Choice, Rejection


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about a choice.

    Attributes
    ----------
    id : str
        Key of its text in the catalogues.
    values : mapping
        What is filled in: whole numbers, or text that is the same in every language.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)


def why(choice: "Choice") -> tuple[Reason, ...]:
    """Return the sentences that explain `choice`, in the order in which to read them."""
    return (
        *_ring(choice),
        *(_real(choice) if choice.computation.scheme == "ckks" else _whole(choice)),
        *_costs(choice),
    )


def _ring(choice: "Choice") -> list[Reason]:
    """Tell about the ring and its safety."""
    parameters = choice.parameters
    degree = parameters.poly_modulus_degree
    reasons = [Reason("chooser.ring", {"degree": degree, "slots": parameters.slots})]
    if choice.rejected:
        tried = len(choice.rejected)
        reasons.append(Reason("chooser.smaller_rejected", {"count": tried}))
    other = "seal" if choice.table == "guideline" else "guideline"
    by_table = {"guideline": security.GUIDELINE_BITS, "seal": security.SEAL_BITS}
    return [
        *reasons,
        Reason(
            f"chooser.table_{choice.table}",
            {
                "used": choice.bits_used,
                "allowed": choice.bits_allowed,
                "other": by_table[other][degree],
            },
        ),
        Reason(
            "chooser.primes",
            {
                "data": " + ".join(str(prime.bit_length()) for prime in parameters.data_primes),
                "special": parameters.special_prime.bit_length(),
            },
        ),
    ]


def _real(choice: "Choice") -> list[Reason]:
    """Tell about the scale and the error."""
    return [
        Reason("chooser.scale", {"bits": choice.parameters.scale_bits}),
        Reason(
            "chooser.error",
            {"error": rounded_up(choice.error), "wanted": rounded_up(choice.computation.error)},
        ),
    ]


def _whole(choice: "Choice") -> list[Reason]:
    """Tell about the plain modulus and the noise budget."""
    plain = choice.parameters.plain_modulus
    return [
        Reason(
            "chooser.plain_modulus",
            {
                "bits": ((plain - 1) // 2).bit_length(),
                "needed": int(choice.computation.largest).bit_length(),
            },
        ),
        Reason("chooser.noise_budget", {"bits": choice.noise_budget_bits}),
    ]


def _costs(choice: "Choice") -> list[Reason]:
    """Tell about keys, bytes and memory."""
    computation, sizes = choice.computation, choice.sizes
    kilobytes = {
        "products": math.ceil(sizes.product_keys / 1000),
        "sums": math.ceil(sizes.sum_keys / 1000),
    }
    made = [name for name in kilobytes if getattr(computation, name)]
    keys = [Reason(f"chooser.keys_{name}", {"kilobytes": kilobytes[name]}) for name in made]
    way = "owner" if computation.symmetric else "public"
    sent = math.ceil(choice.input_bytes / choice.ciphertexts / 1000)
    return [
        *(keys or [Reason("chooser.keys_none")]),
        Reason(f"chooser.sent_by_{way}", {"count": choice.ciphertexts, "kilobytes": sent}),
        Reason("chooser.time", {"milliseconds": math.ceil(choice.encryption_seconds * 1000)}),
        Reason("chooser.memory", {"megabytes": math.ceil(choice.memory_bytes / 10**6)}),
    ]


def nothing_fits(rejected: "Sequence[Rejection]") -> PetError:
    """Return the error of a computation that no ring can do, with what the best of them can.

    Parameters
    ----------
    rejected : sequence of Rejection
        All of them.

    Returns
    -------
    PetError
    """
    last = rejected[-1]
    if last.refusal.id == "errors.he_memory":
        return _too_much_memory(last)
    precise = [one for one in rejected if one.refusal.id == "errors.he_real_precision"]
    if precise:
        return _too_imprecise(min(precise, key=_reached))
    if isinstance(last.refusal, RangeError):
        return RangeError(
            "errors.he_choice_range",
            "need a ring that holds these numbers, got none up to degree {degree} with {primes} "
            "primes: declare a tighter bound, or compute in larger units",
            degree=last.degree,
            primes=last.primes,
        )
    return DepthError(
        "errors.he_choice_depth",
        "need a ring with room for the whole computation, got none up to degree {degree} with "
        "{primes} primes: multiply fewer times in a row, or let the key's owner decrypt and "
        "encrypt anew halfway",
        degree=last.degree,
        primes=last.primes,
    )


def _too_much_memory(last: "Rejection") -> ParameterError:
    """Return the error of a computation whose first ring that might do is too large."""
    return ParameterError(
        "errors.he_choice_memory",
        "need at most {most} MB for a ring and its keys, got about {estimate} MB for the first "
        "that might do, of degree {degree} with {primes} primes: multiply fewer times in a row, "
        "or accept a larger error",
        most=last.refusal.parameters["most"],
        estimate=last.refusal.parameters["estimate"],
        degree=last.degree,
        primes=last.primes,
    )


def _too_imprecise(closest: "Rejection") -> PrecisionError:
    """Return the error of a computation that no ring does precisely enough."""
    return PrecisionError(
        "errors.he_choice_precision",
        "need an error of at most {wanted}, got {error} from the best ring, of degree {degree} "
        "with {primes} primes: accept that error, or declare a tighter bound",
        wanted=closest.refusal.parameters["wanted"],
        error=closest.refusal.parameters["error"],
        degree=closest.degree,
        primes=closest.primes,
    )


def _reached(rejection: "Rejection") -> float:
    """Return the error that a ring has which is not precise enough."""
    return float(str(rejection.refusal.parameters["error"]))


def rounded_up(number: float) -> str:
    """Return `number` as one digit and a power of ten, not smaller than it is.

    Examples
    --------
    >>> rounded_up(8.1e-09), rounded_up(0.5), rounded_up(0)
    ('9e-09', '5e-01', '0')
    """
    if not number:
        return "0"
    exponent = math.floor(math.log10(number))
    digit = math.ceil(round(number / 10.0**exponent, 9))
    return f"{digit * 10.0**exponent:.0e}"
