"""Who may come in: the limit on photos in progress, the queue before it, and bodies in memory."""
