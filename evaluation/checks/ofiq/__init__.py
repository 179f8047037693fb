"""Photos made bad in the 28 ways of ofiq-syngen, one for each component of OFIQ, and what is seen.

The package follows OFIQ's measures but is nobody's official one. It is a tool of this evaluation
alone: `make checks` puts it into a folder of its own, the service and its tests never see it.
"""
