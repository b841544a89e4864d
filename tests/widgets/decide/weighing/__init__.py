"""Tests of page 31."""
