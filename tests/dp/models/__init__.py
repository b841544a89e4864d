"""Tests of `dp.models`."""
