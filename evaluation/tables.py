"""Tables in Markdown, and what stands in their cells."""

from collections import Counter
from collections.abc import Iterable, Sequence

RULES = {"l": "---", "r": "---:"}


def table(alignment: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose columns are aligned by a letter each: l for left, r for right."""
    rules = [RULES[letter] for letter in alignment]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, rules, *rows))


def counts(values: Iterable[str]) -> str:
    """How often each value occurs, in alphabetical order: 'fail 2, pass 5'."""
    return ", ".join(f"{value} {count}" for value, count in sorted(Counter(values).items()))


def shares(values: Sequence[str]) -> str:
    """The share of each value, in alphabetical order: 'fail 29%, pass 71%'."""
    return ", ".join(
        f"{value} {count / len(values):.0%}" for value, count in sorted(Counter(values).items())
    )
