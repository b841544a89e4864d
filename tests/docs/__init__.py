"""Tests of the pages in the root."""
