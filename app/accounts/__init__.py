"""Accounts: sign-up, sign-in, sessions, and forms kept when a session was lost."""
