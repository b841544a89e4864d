"""Homomorphic encryption: adding and multiplying numbers that stay encrypted.

A data owner keeps a `SecretKey` and hands out its `PublicContext`.  Whoever has the context can
encrypt, add, multiply and sum columns of numbers, and reads none of them; the answer goes back to
the owner, who decrypts it.  CKKS computes with real numbers and a small error [1]_, BFV exactly
with whole numbers [2]_ [3]_; both come from Microsoft SEAL, through TenSEAL.

One idea: **a column is ciphertexts plus a meter.**  The meter knows level, scale, noise and range;
every operation asks it first, and it refuses with the reason before anything is computed.

====================  ==============================================================
`parameters`          ring, primes, scale: checked against two security tables
`security`            these tables, and the memory a choice takes
`chooser`             the smallest safe parameters for a declared computation
`keys`                the secret key, and what others get
`meter`               level, scale, noise and range: `real_meter`, `whole_meter`
`column`              encrypted numbers: `real_column`, `whole_column`
`sums`, `scoring`     column sums and linear models over many rows
`flooding`            noise that hides what an error would tell
`envelope`            bytes that cross organisations; `handover` over a channel
`key_file`            a secret key on its owner's disk
`errors`              what each of them refuses
`library`             the seam to SEAL
====================  ==============================================================

Protects: numbers against everybody who lacks the secret key, also while they are computed with.
Does not protect: against the holder of the secret key, who can decrypt inputs as well as answers:
give it inputs of nobody but itself.  Against a computing party that computes something else: the
result is not proved.  The multipliers of a result against the key's holder, unless it is
re-randomised (`flooding`).  A secret key whose CKKS decryptions are shared as they are.

References
----------
.. [1] J. H. Cheon, A. Kim, M. Kim and Y. Song, "Homomorphic Encryption for Arithmetic of
   Approximate Numbers", ASIACRYPT 2017, doi:10.1007/978-3-319-70694-8_15.
.. [2] Z. Brakerski, "Fully Homomorphic Encryption without Modulus Switching from Classical
   GapSVP", CRYPTO 2012, doi:10.1007/978-3-642-32009-5_50.
.. [3] J. Fan and F. Vercauteren, "Somewhat Practical Fully Homomorphic Encryption", IACR ePrint
   2012/144.
"""
