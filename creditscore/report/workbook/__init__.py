"""The workbook of a run: its sheets as plain cells, and how they are drawn."""
