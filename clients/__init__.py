"""Clients of the service in several languages, and what of them is generated."""
