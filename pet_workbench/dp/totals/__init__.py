"""Answers made of exact totals with noise: counts, sums, means, variances and tables."""
