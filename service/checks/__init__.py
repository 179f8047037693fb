"""One file for each thing that is looked at: what is measured, what is right, what is said.

A check is a function of values that gives a `Check` or several of one formula. What could not be
reached is None, and its check then says so instead of failing. docs/checks.md explains them all,
docs/checks-measured.md says how often they are right.
"""
