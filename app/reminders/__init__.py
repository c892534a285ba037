"""Dates that come to the person: what is due, her own dates, and mails that say only that something is."""
