"""Portions: rows that come some villages at a time, each portion checked by itself; the same outcome as all rows together."""
