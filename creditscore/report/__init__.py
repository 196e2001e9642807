"""Finished runs in; what people read out: workbook, HTML page, explanation of one unit."""
