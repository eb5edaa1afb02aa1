"""The header of a query file: YAML in ``#+`` comments, so that the file stays plain SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from queries.errors import Mistake

KEYS = ("title", "summary", "parameters", "view", "tags", "hidden")
"""The keys that any query file may have."""

META_KEYS = ("code", "severity", "message", "rule", "fix")
"""The keys that make a query file a check: all of them or none."""

EXAMPLE_KEYS = ("group", "pattern", "trap")
"""The keys that make a query file a worked example: all of them or none."""

STEP_KEYS = ("exercise", "hint")
"""The keys that make a query file a step of the guided tour: all of them or none."""

PARAMETER_KEYS = ("label", "type", "optional", "choices", "pattern", "help")
"""The keys of one parameter."""

VIEWS = ("table", "pathway", "chart", "card")
"""How a page may show the result."""

SEVERITIES = ("error", "warning", "info")
"""How much a check's finding matters, from the gravest to the lightest."""

GROUPS = (
    "offer", "cost", "next", "teach", "outcomes",
    "occupations", "careers", "badges", "quality", "graphs",
)  # fmt: skip
"""The questions that worked examples are grouped by, in the order in which pages list them."""

_LINE = re.compile(r"#\+ ?(.*)")


def split(text: str) -> tuple[str, str]:
    """(the YAML of the header, the query after it)."""
    lines = text.splitlines(keepends=True)
    count = 0
    while count < len(lines) and lines[count].startswith("#+"):
        count += 1
    yaml_lines = [match[1] for line in lines[:count] if (match := _LINE.match(line))]
    return "\n".join(yaml_lines), "".join(lines[count:])


class Mapped:
    """A YAML mapping that knows the line of each of its keys."""

    def __init__(self, node: yaml.Node, what: str, allowed: tuple[str, ...] | None) -> None:
        """Errors: `Mistake` when `node` is no mapping, or has a key twice or outside `allowed`."""
        if not isinstance(node, yaml.MappingNode):
            raise Mistake(_line(node), f"{what} must be written as name: value")
        self.line = _line(node)
        self._what = what
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                raise Mistake(_line(key), f"{name} stands twice in {what}")
            if allowed is not None and name not in allowed:
                known = ", ".join(allowed)
                raise Mistake(_line(key), f"{what} has no key {name}; there are {known}")
            self._nodes[name] = value

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def line_of(self, key: str) -> int:
        """The line at which the value of a key begins."""
        return _line(self._nodes[key]) if key in self._nodes else self.line

    def node(self, key: str) -> yaml.Node:
        """The value of a key that is there, as YAML parsed it."""
        return self._nodes[key]

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key; required where there is no default. Errors: `Mistake`."""
        if key not in self._nodes:
            if default is None:
                raise Mistake(self.line, f"{self._what} lacks {key}")
            return default
        node = self._nodes[key]
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise Mistake(_line(node), f"{key} must be a text")
        return str(node.value).strip()

    def one_of(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        """The text of a key, out of a few. Errors: `Mistake`."""
        found = self.text(key, default)
        if found not in known:
            raise Mistake(self.line_of(key), f"{key} is one of {', '.join(known)}, not {found}")
        return found

    def flag(self, key: str) -> bool:
        """Whether a key is there and true. Errors: `Mistake` where it is neither true nor false."""
        return self.one_of(key, ("true", "false"), "false") == "true"

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts in a list, ``[a, b]``. Errors: `Mistake`."""
        if key not in self._nodes:
            return ()
        node = self._nodes[key]
        if not isinstance(node, yaml.SequenceNode) or not all(
            isinstance(item, yaml.ScalarNode) for item in node.value
        ):
            raise Mistake(_line(node), f"{key} must be a list of texts, as in [one, two]")
        return tuple(str(item.value) for item in node.value)


def read(header: str) -> Mapped:
    """The header as a mapping. Errors: `Mistake`."""
    try:
        node = yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"the header is no YAML: {error.problem}; a text that holds ': ' needs quotes"
        raise Mistake(mark.line + 1 if mark else 1, reason) from error
    except yaml.YAMLError as error:
        raise Mistake(1, f"the header is no YAML: {error}") from error
    if node is None:
        raise Mistake(1, "a query file begins with a header: lines of #+ name: value")
    return Mapped(node, "the header", KEYS + META_KEYS + EXAMPLE_KEYS + STEP_KEYS)


def check_keys(header: Mapped) -> dict[str, str]:
    """The keys of a check, where the file is one. Errors: `Mistake` where only some are there."""
    found = _all_or_none(header, META_KEYS)
    if found:
        header.one_of("severity", SEVERITIES)
    return found


def example_keys(header: Mapped) -> dict[str, str]:
    """The keys of a worked example, as above."""
    found = _all_or_none(header, EXAMPLE_KEYS)
    if found:
        header.one_of("group", GROUPS)
    return found


def step_keys(header: Mapped) -> dict[str, str]:
    """The keys of a step of the tour, as above."""
    return _all_or_none(header, STEP_KEYS)


def _all_or_none(header: Mapped, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: header.text(key) for key in keys} if any(key in header for key in keys) else {}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
