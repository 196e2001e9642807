"""The figures of a progress pack: runs in, whole numbers by month and place out."""
