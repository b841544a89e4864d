"""The budget ledger: charging, damage, crashes and races."""
