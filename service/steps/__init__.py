"""The steps of a photo, one noun per file: functions of values that never import each other."""
