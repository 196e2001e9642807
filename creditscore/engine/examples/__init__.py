"""A pack's examples: run, changed on purpose to see whether they notice, and suggested where they do not."""
