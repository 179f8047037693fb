"""The path of a photo as a story of steps, and what there is to say about it."""
