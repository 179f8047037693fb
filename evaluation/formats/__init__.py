"""What becomes of each kind of file: docs/formats.md."""
