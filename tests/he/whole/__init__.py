"""Tests of `he.whole`."""
