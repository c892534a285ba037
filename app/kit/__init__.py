"""Mechanisms that every room uses: settings, clock, database, keys, dates, errors."""
