"""What gunicorn serves."""

import sys

from service.app import create_app
from service.values.errors import ConfigError

try:
    app = create_app(forks=True)
except ConfigError as error:
    sys.exit(f"idphoto: {error}")
