"""Secret sharing: split a secret in parts that say nothing alone, and compute on the parts.

From simple to useful: `additive` and `shamir` (split and put together), `masked_ring` (a sum around
a table), `replicated` (three parties that add and multiply), `opening` (reveal), `comparison` and
`conversion` (who is below a limit, how many), `pseudonyms` and `alignment` (match two lists).

Protects: secrets against fewer parties than a scheme's threshold, as each module says exactly.
Does not protect: against parties that depart from the protocol, and never the answer itself.
"""
