"""Tests of the decision memo."""
