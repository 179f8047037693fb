"""Gunicorn's configuration: values, and the moments at which the service has work to do."""

import math
import os
import resource
import sys

from gevent import monkey

from service import version

version.current()  # asks git, which a patched subprocess must not do
monkey.patch_all()  # before anything imports sockets or ssl, in the arbiter as in the workers

from gunicorn import util
from gunicorn.app import base

from service import settings
from service.app import warm
from service.serving.process import worker as worker_process
from service.serving.process.arbiter import Arbiter
from service.serving.telemetry.logs import log_config
from service.values.errors import ConfigError
from service.web.state import KEY

try:
    chosen = settings.load()
except ConfigError as error:
    sys.exit(f"idphoto: {error}")

wsgi_app = "wsgi:app"
bind = [chosen.bind]
if chosen.metrics and chosen.metrics_bind:
    bind.append(chosen.metrics_bind)
workers = chosen.workers
worker_class = "service.serving.process.idle.Worker"  # gevent's, of many connections
preload_app = True  # share the imports' memory; models are loaded after the fork
worker_tmp_dir = "/dev/shm"  # the heartbeat file must not wait for a disk
control_socket_disable = True  # it would write under HOME
# Of a worker's file descriptors some are left for its own; who comes then waits in the backlog.
worker_connections = max(16, min(500, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 64))
keepalive = chosen.keepalive_seconds
timeout = 30  # a worker whose event loop does not turn for so long is killed and replaced
graceful_timeout = math.ceil(max(chosen.deadline_seconds, chosen.body_seconds)) + 1
logconfig_dict = log_config(chosen.log_level)
util.write_error = worker_process.write_problem
base.Arbiter = Arbiter


def post_worker_init(worker):
    """Before the worker takes its first connection."""
    app = worker.wsgi
    warm(app)
    state = app.extensions[KEY]
    state.bodies.senders = worker.cfg.worker_connections * 6 // 10  # the rest is for quick requests
    app.wsgi_app = worker_process.closing(app.wsgi_app, lambda: not worker.alive)
    worker_process.drain_on_sigterm(state.drain)
    state.registry.enter()


def on_reload(server):
    """Before fresh workers are forked: they know the keys as they are now."""
    access = server.app.wsgi().extensions[KEY].access
    if access is not None:
        try:
            access.reload()
        except ConfigError as error:
            server.log.error("the keys stay as they were: %s", error)


def post_request(worker, req, environ, resp):
    """After enough photos a worker makes way for a fresh one, never two at a time.

    A batch is not cut short for it: the worker goes after the batch, and takes no other one in the
    second for which it still accepts connections.
    """
    state = worker.wsgi.extensions[KEY]
    enough = chosen.max_requests and state.executor.photos >= chosen.max_requests
    if enough and worker.alive and not state.batches.in_work and state.registry.may_retire():
        state.retire()
        worker.log.info("this worker has done its %s photos", state.executor.photos)
        worker.alive = False


def worker_exit(server, worker):
    """The last thing in a worker's life; the arbiter calls it too, for one that it found dead."""
    if worker.booted and worker.pid == os.getpid():
        worker_process.exit_at_once()
