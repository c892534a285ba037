"""Misete: see who holds data about you, and never lose a right to a date."""
