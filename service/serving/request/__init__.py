"""One request while it is answered: its deadline, its connection, and its native work."""
