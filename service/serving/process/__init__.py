"""The processes: gunicorn's arbiter and workers, which are ready, and what they may use."""
