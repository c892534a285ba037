"""The log: who looked at what, what was changed or refused, in a chain that nobody can mend unseen."""
