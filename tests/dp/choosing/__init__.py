"""Tests of `dp.choosing`."""
