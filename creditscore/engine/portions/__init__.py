"""Portions: checked rows of some villages in; rated, added up and written one after the other."""
