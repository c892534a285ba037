"""The deadline calculator that needs no account: page, API and command read the rule book."""
