"""The page of a run: its data, its words, and the HTML that shows them."""
