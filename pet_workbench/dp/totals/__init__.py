"""Answers made of exact totals with noise: counts, sums, means, variances and tables.

Protects: every unit, as each query says.
Does not protect: what is cut off at bounds, or left out by limits, from being missed.
"""
