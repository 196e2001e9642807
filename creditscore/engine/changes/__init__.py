"""Changes: whose rating another bound, another reading of a bound, or another edition flips."""
