"""Whole computations on many rows, in little memory: totals, and linear models.

================  ===========================================================
`sums`            the total of a column of any length
`scoring`         a linear model on a column per feature
`logistic`        from score to probability, before or after decryption
================  ===========================================================

Protects: as `pet_workbench.he` says.
Does not protect: what the answers tell; who reads enough scores knows the model.
"""
