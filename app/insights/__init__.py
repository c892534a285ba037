"""What a group's cases say about the agencies: counts and days, never a person."""
