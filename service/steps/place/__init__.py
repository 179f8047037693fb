"""Where the head goes in the finished frame, so that the ranges of the document hold."""
