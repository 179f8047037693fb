"""One request in progress: its deadline, its connection and its native work."""
