"""The text of a rule file: TOML in, plain values and the lines of keys out, and back."""
