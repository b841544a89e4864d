"""CKKS: encrypted real numbers, with an error that the meter bounds.

================  ===========================================================
`column`          the columns: adding, multiplying, summing
`meter`           level, scale, noise and range
`noise`           how large the errors can become
`steps`           rescaling late, and bringing columns to one scale
`refusals`        why the meter refuses, and what to choose instead
`linear`          weighted sums with weights in the clear
`polynomial`      polynomials with few multiplications in a row
`decryption`      what is checked before anybody sees a number
`values`          numbers in the clear, checked
================  ===========================================================

Protects: as `pet_workbench.he` says.
Does not protect: the last digits; results carry an error, and it tells of the key (`hiding`).
"""
