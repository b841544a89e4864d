"""What other libraries said about the same numbers, and how to ask them again.

They are not in our environment: mbi brings 360 MB along, and anonymeter needs a numpy before 1.27.
"""
