"""Changes to a pack: mutants of its rules, and what differs between two editions."""
