"""Persons, their cases, and the one door to everything that is theirs."""
