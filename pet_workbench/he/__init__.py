"""Homomorphic encryption: adding and multiplying numbers that stay encrypted.

A data owner keeps a `SecretKey` and hands out its `PublicContext`.  Whoever has the context can
encrypt, add, multiply and sum columns of numbers, and reads none of them; the answer goes back to
the owner, who decrypts it.  CKKS computes with real numbers and a small error [1]_, BFV exactly
with whole numbers [2]_ [3]_; both come from Microsoft SEAL, through TenSEAL.

One idea: **a column is ciphertexts plus a meter.**  The meter knows level, scale, noise and range;
every operation asks it first, and it refuses with the reason before anything is computed.

====================  ==============================================================
`keys`                the secret key, and what others get
`column`              encrypted numbers: `real` ones by CKKS, `whole` ones by BFV
`meter`               level, scale, noise and range
`parameters`          ring, primes, scale: checked against the tables of `security`
`choosing`            the smallest safe parameters for a declared computation
`jobs`                totals and linear models over many rows
`hiding`              noise that hides what an error would tell
`comparing`           encrypted numbers against secret limits
`sending`             to another organisation in a sealed envelope; keys at rest
`errors`, `opaque`    what is refused, and what cannot be looked into
`library`             the seam to SEAL
====================  ==============================================================

Protects: numbers against everybody who lacks the secret key, also while they are computed with.
Does not protect: against the holder of the secret key, who can decrypt inputs as well as answers:
give it inputs of nobody but itself.  Against a computing party that computes something else: the
result is not proved.  The multipliers of a result against the key's holder, unless it is
re-randomised (`hiding`).  A secret key whose CKKS decryptions are shared as they are.

References
----------
.. [1] J. H. Cheon, A. Kim, M. Kim and Y. Song, "Homomorphic Encryption for Arithmetic of
   Approximate Numbers", ASIACRYPT 2017, doi:10.1007/978-3-319-70694-8_15.
.. [2] Z. Brakerski, "Fully Homomorphic Encryption without Modulus Switching from Classical
   GapSVP", CRYPTO 2012, doi:10.1007/978-3-642-32009-5_50.
.. [3] J. Fan and F. Vercauteren, "Somewhat Practical Fully Homomorphic Encryption", IACR ePrint
   2012/144.

Examples
--------
>>> from pet_workbench import he
>>> incomes = [1_200, 3_400, 2_100]
>>> choice = he.choose(he.ExactSum(rows=3, bound=10_000))
>>> key = he.SecretKey.generate(choice.parameters, sums=True)
>>> total = key.context.encrypt(incomes, bound=10_000).sum()
>>> key.decrypt(total)
array([6700])
"""

from pet_workbench.he.choosing.chooser import Choice, choose
from pet_workbench.he.choosing.computations import ExactSum, LinearScore, RealSum, Squarings
from pet_workbench.he.column import Column, add_all
from pet_workbench.he.hiding.flooding import SharedDecryptions, rerandomise
from pet_workbench.he.jobs.scoring import LinearModel, encrypted_scores
from pet_workbench.he.jobs.sums import encrypted_sum
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.parameters import Parameters, make_bfv, make_ckks
from pet_workbench.he.real.linear import weighted_sum
from pet_workbench.he.real.polynomial import evaluate_polynomial

__all__ = [
    "Choice",
    "Column",
    "ExactSum",
    "LinearModel",
    "LinearScore",
    "Parameters",
    "PublicContext",
    "RealSum",
    "SecretKey",
    "SharedDecryptions",
    "Squarings",
    "add_all",
    "choose",
    "encrypted_scores",
    "encrypted_sum",
    "evaluate_polynomial",
    "make_bfv",
    "make_ckks",
    "rerandomise",
    "weighted_sum",
]
