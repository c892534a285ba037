"""What a group's cases say together about agencies: figures from which nobody can be told."""
