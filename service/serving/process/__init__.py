"""The processes: gunicorn's arbiter and workers, which of them are ready, and what they may use."""
