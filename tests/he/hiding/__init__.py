"""Tests of `he.hiding`."""
