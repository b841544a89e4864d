"""vantage6 in environments of its own, to run our algorithm with."""
