"""The directory of those who hold data, and a person's own private entries in it."""
