"""What everything else stands on: words, columns, errors, dates, money, exact bounds, ID numbers."""
