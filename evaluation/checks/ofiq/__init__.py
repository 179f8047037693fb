"""Photos made bad in 30 ways of ofiq-syngen, for the 28 components of OFIQ, and what is seen.

The package follows OFIQ's measures but is nobody's official one. It is a tool of this evaluation
alone: `make checks` puts it into a folder of its own, the service and its tests never see it.
"""
