"""What keeps a busy process alive; it knows nothing of images."""
