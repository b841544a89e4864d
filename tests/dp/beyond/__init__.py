"""Tests of `dp.beyond`."""
