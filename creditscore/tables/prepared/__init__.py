"""Prepared tables: any tables in, a folder of checked parts with whole villages out, and read again from there."""
