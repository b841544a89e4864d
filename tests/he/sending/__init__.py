"""Tests of `he.sending`."""
