"""Tests of `he.jobs`."""
