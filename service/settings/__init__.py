"""Everything an operator can set, as environment variables with the prefix IDPHOTO_."""

from service.settings.settings import Settings, load

__all__ = ["Settings", "load"]
