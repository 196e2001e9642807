"""Tables: the user's files in; typed, checked, usable rows out, with every row set aside and why."""
