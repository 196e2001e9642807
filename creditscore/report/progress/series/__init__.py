"""The months side by side: the page and the workbook of a series of runs."""
