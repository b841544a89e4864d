"""Noise that hides what an error would tell.

=====================  ======================================================
`flooding`             of decryptions that are shared, and of ciphertexts
`uniform`              of many ciphertexts of whole numbers, faster
`covering`             how either is put on a ciphertext
=====================  ======================================================

Protects: the secret key when decryptions are shared; multipliers when an answer goes back.
Does not protect: beyond the bits and the number of decryptions that are stated.
"""
