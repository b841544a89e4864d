"""The smallest safe parameters for a declared computation, and why no smaller ones do.

================  ===========================================================
`chooser`         a computation in, parameters with reasons out
`computations`    what can be declared: sums, scores, powers, one's own
`reserves`        room for noise that hides
`search`          sizes of primes that get most out of the bits allowed
`pieces`          how long columns are cut
`sizes`, `costs`  bytes and processor time, known before any key is made
`reasons`         why, as ids of texts with their values
================  ===========================================================

The candidates are tried on meters, so that what is chosen is what will not be refused.

Protects: against parameters too weak, too small for the computation, or too large for the memory.
Does not protect: against a declared computation that is not the one carried out.
"""
