"""Who may come in: the limit of photos in work, the queue before it, and the bytes of bodies."""
