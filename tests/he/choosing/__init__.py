"""Tests of `he.choosing`."""
