"""Tests of the proofs: complete, sound, without knowledge, and bound to what they are about."""
