"""Tests of answers made of exact totals."""
