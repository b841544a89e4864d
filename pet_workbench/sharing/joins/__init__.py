"""Bring together what different parties hold about the same people.

Protects: who is on a list and what is known about them, as each module says exactly.
Does not protect: what a join leaks by its design, which each module states; nor what is opened.
"""
