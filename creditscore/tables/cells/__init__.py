"""Cells: what stands in one, as a typed value; what is wrong with it. Raw cells in, typed columns and counts out."""
