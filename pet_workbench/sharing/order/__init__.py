"""Put secrets in order, and count and add up by group.

`extremes` (the largest, the smallest, and where they stand), `shuffle` (rows in an order that
nobody knows), `sort` (rows by a secret key), `group_by` (totals per group), `tabulation` (a table
of counts and sums) and `suppression` (small cells withheld before anybody sees them).

Protects: secrets and their order, against any single computing party, as each module says exactly.
Does not protect: what a protocol opens by design, as each module states, nor against two parties.
"""
