"""Calendar: a person's dates in the calendars of other programs, behind an address that only she knows."""
