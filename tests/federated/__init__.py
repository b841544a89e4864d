"""Tests of federated models against those on pooled tables."""
