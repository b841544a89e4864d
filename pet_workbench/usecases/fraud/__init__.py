"""Signals of health-care fraud: a health insurer, a bank, the trade register and a third body.

`case` is the question and its techniques, `scores` what is weighed and how, `in_shares` the
protocol, `population` makes data, and `own_tables` reads a visitor's files.
"""

from pet_workbench.usecases.fraud.case import CASE, THIRD_PARTIES, FraudCase
from pet_workbench.usecases.fraud.scores import BANK, INSURER, KVK, Suspects

__all__ = ["BANK", "CASE", "INSURER", "KVK", "THIRD_PARTIES", "FraudCase", "Suspects"]
