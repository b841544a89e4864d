"""Tests of the legal gate."""
