"""How answers leave: one file, several files, or a problem."""
