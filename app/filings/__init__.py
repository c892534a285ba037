"""Filings: what was asked of an agency, what happened since, and the dates that follow."""
