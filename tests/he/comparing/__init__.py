"""Tests of `he.comparing`."""
