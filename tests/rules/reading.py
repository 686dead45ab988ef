"""A source file as the rules read it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = "src/entrepot"

_LOOKS_AWAY = re.compile(r"#\s*(noqa|type:\s*ignore)")
_EXPLAINED = re.compile(r"#\s*(noqa:|type:\s*ignore\[)[^#]*#\s*\S{2,}")
_SUPPRESSION = re.compile(r"#\s*rule:\s*(?P<name>[a-z-]+)\s+because\s+\S{3,}")


class Finding(NamedTuple):
    """One line that a rule refuses."""

    line: int
    sentence: str


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the root of the project, its text, its tree."""

    path: str
    text: str
    tree: ast.Module = field(repr=False)

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        return cls(path, text, ast.parse(text, filename=path))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @cached_property
    def imports(self) -> list[tuple[ast.stmt, str]]:
        """Every imported name, dotted: `from a.b import c` is `a.b.c`."""
        found: list[tuple[ast.stmt, str]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found += [(node, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [(node, f"{node.module or '.'}.{alias.name}") for alias in node.names]
        return found

    def imports_of(self, module: str) -> list[ast.stmt]:
        """The statements that import `module` or something in it."""
        return [node for node, name in self.imports if name == module or name.startswith(f"{module}.")]

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every string in the code that is not a docstring, with its line."""
        described = {id(expression) for expression in self._docstrings()}
        for node in self.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
                yield node.lineno, node.value

    def _docstrings(self) -> Iterator[ast.expr]:
        for node in self.nodes:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0] if node.body else None
                if isinstance(first, ast.Expr):
                    yield first.value

    def explained(self, line: int) -> bool:
        """Whether a comment stands above this line, or above (or at the end of) the suppressed lines right above it."""
        above = line - 1
        while (
            above
            and _LOOKS_AWAY.search(self.lines[above - 1])
            and not self.lines[above - 1].lstrip().startswith("#")
        ):
            above -= 1
            if _EXPLAINED.search(self.lines[above]):
                return True
        return above > 0 and self.lines[above - 1].lstrip().startswith("#")

    def suppressed(self, line: int) -> str | None:
        """The rule that the comment at the end of this line names, with a reason."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        match = _SUPPRESSION.search(text)
        return match["name"] if match else None


def dotted(node: ast.AST) -> str:
    """`transaction.atomic` of a name or a chain of attributes; calls in the chain are skipped: `a().b` is `a.b`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return ""


def is_under(path: str, *folders: str) -> bool:
    """Whether a file of the package lies in one of its folders: `is_under(path, "web", "api")`."""
    return any(path.startswith(f"{PACKAGE}/{folder}/") for folder in folders)


def is_migration(path: str) -> bool:
    return "/migrations/" in path


def sources(folder: str) -> list[Source]:
    """Every Python file under a folder of the project."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return [Source.of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in files]
