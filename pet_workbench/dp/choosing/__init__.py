"""Answers that are chosen rather than added up: quantiles, and which groups may be shown.

Protects: a unit, also when its value is the largest there is, or its group has nobody else in it.
Does not protect: with a grid or a delta that was chosen after looking at the data.
"""
