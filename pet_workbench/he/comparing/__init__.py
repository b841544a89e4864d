"""Ask whether encrypted numbers are under secret limits; their owner learns neither.

================  ===========================================================
`digits`          the test, digit by digit, and its masks
`encrypted`       the same on encrypted numbers
================  ===========================================================

Protects: limits and answers against the holder of the key, and the numbers against the asker.
Does not protect: how many are compared; and an asker who asks again narrows a number down.
"""
