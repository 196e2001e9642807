"""Files: CSV, workbooks and Parquet in, their tables as raw cells with known headers out."""
