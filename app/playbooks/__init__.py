"""Starts from a worry: who probably holds what, and the case, filings and letters that ask for it."""
