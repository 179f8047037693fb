import re
from pathlib import Path

import pytest

from loadtest import __main__ as command

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", command.COMMANDS)
def test_every_command_explains_itself(capsys, name):
    with pytest.raises(SystemExit) as end:
        command.main([name, "--help"])
    assert end.value.code == 0
    assert f"python -m loadtest {name}" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["Makefile", "docs/performance.md", "loadtest/README.md"])
def test_only_commands_that_exist_are_written_of(path):
    named = re.findall(r"python -m loadtest(\S*) (\w+)", (ROOT / path).read_text())
    assert named
    assert {name for _, name in named} <= set(command.COMMANDS)
    assert not any(module for module, _ in named)


def test_every_command_is_in_the_readme():
    text = (ROOT / "loadtest/README.md").read_text()
    assert [name for name in command.COMMANDS if f"`{name}`" not in text] == []
