"""Fuzzing: random files, forms and numbers against what reads them. See docs/fuzzing.md."""
