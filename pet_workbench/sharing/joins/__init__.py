"""Bring together what different parties hold about the same people.

`pseudonyms` are numbers that say nothing without their key.  With a third body that sees only
those: `alignment` (secret numbers in the order of another's list), `lookup` (the payload of whom
one seeks) and `overlap` (how many are on both lists).  With nothing to see: `bitmap` (a place for
everybody there could be) and `sort_join` (both tables sorted together).  Without a third body:
`intersection`, over the group `ristretto`, with the locks of `tags`.  And `hashes`, which protects
nobody: the example of how not to do it.

Protects: who is on a list and what is known about them, as each module says exactly.
Does not protect: what a join leaks by its design, which each module states; nor what is opened.
"""
