"""The model of a rule file: what it may say, key by key, strictly."""
