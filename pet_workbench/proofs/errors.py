"""What the proofs refuse in the same words. Arithmetic only."""

from typing import NoReturn

from pet_workbench.core import ParameterError


def refuse_false(kind: str) -> NoReturn:
    """Refuse to prove what is not true; nothing was computed from the secret.

    Raises
    ------
    ParameterError
        Always; the value is not in it.
    """
    raise ParameterError(
        "errors.proof_false",
        "need a statement that is true of the committed value, got a false one (proof: {kind}); "
        "no proof was made",
        kind=kind,
    )
