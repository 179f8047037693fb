"""How answers are sent: one file, several files, or a problem."""
