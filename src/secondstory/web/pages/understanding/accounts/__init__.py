"""Accounts: what each person saw, did and expected, in their own words, side by side and never merged."""
