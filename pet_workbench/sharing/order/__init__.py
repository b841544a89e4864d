"""Put secrets in order: `extremes` finds the largest and the smallest, and where they stand.

Protects: secrets and their order, as each module says exactly.
Does not protect: what is opened afterwards.
"""
