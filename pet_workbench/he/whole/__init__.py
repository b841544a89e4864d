"""BFV: encrypted whole numbers, exact as long as they stay within the plain modulus.

================  ===========================================================
`column`          the columns: adding, multiplying, selecting, summing
`meter`           noise budget and range
`noise`           how large the noise can become
`residues`        columns that may wrap around, for protocols with masks
`values`          numbers in the clear, checked
================  ===========================================================

Protects: as `pet_workbench.he` says.
Does not protect: multipliers against the key's holder, unless the answer is covered (`hiding`).
"""
