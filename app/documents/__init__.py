"""Encrypted documents: what a person uploads, received in pieces, checked in a process of its own."""
