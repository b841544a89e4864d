"""Tests of secret sharing."""
