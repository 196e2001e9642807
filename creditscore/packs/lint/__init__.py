"""Lint: what a valid pack should better not say, and what its examples leave out."""
