"""Tests of how the house is built: directions, weight, documentation, size."""
