"""A series of runs turned into figures, tables and charts: everything that the monthly pack says."""
