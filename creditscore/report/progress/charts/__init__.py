"""The charts drawn with matplotlib, from the data of the `chart_data_*` modules: PNG for documents, SVG with real text."""
