"""Statistics of secrets: means, variances, a test of two means and a regression.

`truncation` and `fixed_point` compute with fractions; `reciprocal` divides by a secret count;
`moments` gives means and variances; `wide` and `welch` compare two secret means without dividing,
so that only the conclusion need be opened; `regression` fits a logistic model.

Protects: the numbers and everything computed from them until it is opened.
Does not protect: the opened statistic itself, nor against an owner that enters invented numbers.
"""
