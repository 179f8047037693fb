"""How often faces are found, where there are some and where there are none, and what it costs."""
