"""Support groups, who works in them and as what, and the invitations that lead there."""
