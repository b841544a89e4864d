"""Attacks that take what parties saw or were told, and show what follows from it.

Each attack is run against every technique of a case: where it succeeds the page says what would
stop it, and where it fails a test says so.
"""
