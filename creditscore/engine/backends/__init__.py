"""Backends: the library that runs the plan on rows (Polars, DuckDB, Spark), and where level tables go."""
