import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_locust_finds_the_clients_of_the_service():
    command = [sys.executable, "-m", "locust", "-f", "loadtest/locustfile.py", "--list"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert listed.returncode == 0, listed.stderr
    assert set(listed.stdout.split()[2:]) >= {"PhotoUser", "ProbeUser", "SlowUser"}
