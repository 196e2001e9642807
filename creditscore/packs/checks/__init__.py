"""What the keys of a rule pack refer to and whether they fit together: in goes a pack, out come mistakes."""
