"""Tests of synthetic data: what generators promise, and what is measured of them."""
