"""The engine: a rule pack and the tables in; measures, verdicts and ratings of every level out."""
