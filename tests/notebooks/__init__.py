"""Tests of the notebooks, of their rules, and of the author's tool."""
