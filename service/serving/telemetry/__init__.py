"""What is told about requests: records of them, log lines, metrics and traces."""
