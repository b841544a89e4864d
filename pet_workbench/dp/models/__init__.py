"""Linear and logistic regression from noisy whole numbers.

Protects: a unit, as in any other answer: only totals over all rows leave the data.
Does not protect: against what a good model tells about people like you; that is its purpose.
"""
