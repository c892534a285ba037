"""The project's own files, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app", "migrations", "tests")
ALL = (*CODE, "docs", "requirements", ".ci")
TOP = ("Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "pyproject.toml")
WRITTEN = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".in",
    ".mako",
    ".csv",
    ".json",
    "",
}


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def written_files() -> list[Path]:
    """Every file that somebody reads: code, pages, data, documents."""
    inside = [path for folder in ALL for path in sorted((ROOT / folder).rglob("*"))]
    files = [
        path
        for path in inside
        if path.is_file() and path.suffix in WRITTEN and "__pycache__" not in path.parts
    ]
    return files + [ROOT / name for name in TOP if (ROOT / name).exists()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=name_of(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its lines, from `def` to its end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
