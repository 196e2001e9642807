"""A synthetic county of any size: made-up households, loans, villages and townships, the same bytes for the same seed."""
