"""Checks of whole tables: rows against each other and against the tables above; usable rows and problem lines out."""
