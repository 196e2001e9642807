"""Findings: what was wrong with which row, told in words, in files and on a marked copy of the table."""
