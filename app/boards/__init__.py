"""What a group has to do: its board, bulk acts, the day's sheet; numbers and states, no names."""
