"""What the checks measure, on good photos and on degraded ones, to judge their limits by."""
