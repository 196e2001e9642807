"""Explanations: one unit of a run, criterion by criterion, as text and as JSON."""
