"""Gunicorn's configuration: values, and the two moments at which the service has work to do."""

import signal
import sys

from gevent import monkey

monkey.patch_all()  # before anything imports sockets or ssl, in the master as in the workers

from service import settings
from service.app import warm
from service.serving.telemetry import log_config
from service.values.errors import ConfigError

try:
    chosen = settings.load()
except ConfigError as error:
    sys.exit(f"idphoto: {error}")

wsgi_app = "wsgi:app"
bind = chosen.bind
workers = chosen.workers
worker_class = "gevent"
preload_app = True  # share the imports' memory; models are loaded after the fork
worker_tmp_dir = "/dev/shm"  # the heartbeat file must not wait for a disk
control_socket_disable = True  # it would write under HOME
worker_connections = 250  # each may hold a body of IDPHOTO_MAX_BODY_MB until it is complete
keepalive = 5
timeout = 30
graceful_timeout = int(chosen.queue_seconds + chosen.deadline_seconds) + 2
logconfig_dict = log_config(chosen.log_level)


def post_worker_init(worker):
    """Before the worker takes its first connection."""
    warm(worker.wsgi)
    stop = signal.getsignal(signal.SIGTERM)

    def drain(number, frame):
        worker.wsgi.extensions["idphoto"].draining = True
        stop(number, frame)

    signal.signal(signal.SIGTERM, drain)
