"""A fresh encryption of zero and noise on top of a ciphertext: what both ways of hiding do to it.

The encryption of zero hides the random half of the ciphertext; the noise hides its error, if it is
wide enough: `flooding` and `uniform` say how wide, and draw it.

Protects: what made a ciphertext, against the holder of the secret key.
Does not protect: with noise that is not wide enough.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.he.keys import PublicContext
from pet_workbench.he.library import seal, write_polynomials
from pet_workbench.he.whole.meter import WholeMeter

MOST_BITS = 128
"""Statistical bits that anybody asks for."""


def covered(context: PublicContext, ciphertext: Any, noise: NDArray[np.uint64]) -> Any:
    """Return a ciphertext plus a fresh encryption of zero, plus `noise` in every coefficient.

    Parameters
    ----------
    context : PublicContext
        Of the ciphertext.
    ciphertext : seal.Ciphertext
        Stays as it is.
    noise : ndarray of uint64, shape (n_primes, degree)
        Modulo each prime that the ciphertext still has.
    """
    made, evaluator = seal().Ciphertext(), context.evaluator
    context.encryptor.encrypt_zero(made)
    evaluator.mod_switch_to_inplace(made, ciphertext.parms_id())
    made.scale = ciphertext.scale
    evaluator.add_inplace(made, ciphertext)
    has_values = made.is_ntt_form()
    if has_values:
        evaluator.transform_from_ntt_inplace(made)
    both = np.stack([noise, np.zeros_like(noise)])
    evaluator.add_inplace(made, write_polynomials(context.seal_context, made, both))
    if has_values:
        evaluator.transform_to_ntt_inplace(made)
    return made


def with_zero(meter: WholeMeter) -> WholeMeter:
    """Return the meter of whole numbers plus a fresh encryption of zero, before the noise."""
    zero = WholeMeter.fresh(meter.parameters, bound=0, symmetric=False)
    return meter.add(zero.at(meter.level))
