"""Tables on a cluster: executors check parts of rows, Spark's joins answer what holds between rows."""
