"""Answers that are chosen rather than added up: quantiles, and which groups may be shown."""
