"""Tests of exact noise on whole numbers."""
