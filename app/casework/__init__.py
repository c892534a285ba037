"""What is to be done in a case, and what its team notes about it."""
