"""Secret sharing: split a secret in parts that say nothing alone, and compute on the parts.

From simple to useful: `additive` and `shamir` (split and put together), `masked_ring` (a sum around
a table), `replicated` (three parties that add and multiply), `opening` (reveal), `comparison`,
`boolean` and `conversion` (who is below a limit, who is equal, how many), `selection` (choose
blindly), `counting` and `popcount` (in how many lists, and how many places).
On these stand `joins` (what parties hold about the same people), `order` (shuffle, sort, tables)
and `statistics` (means, a test, a regression).

Protects: secrets against fewer parties than a scheme's threshold, as each module says exactly.
Does not protect: against parties that depart from the protocol, and never the answer itself.
"""
