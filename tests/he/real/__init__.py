"""Tests of `he.real`."""
