"""What leaves the house for good: erasure."""
