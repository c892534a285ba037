"""Writes fixed words into templates when they are compiled, so that a page only fills in what changes."""

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

FIXED = {"t", "icon", "asset"}  # Pure functions of their arguments, within one locale.


class FoldingGenerator(CodeGenerator):
    """Jinja's compiler, after `t("web.skip")` has become its sentence; a wrong key fails here at once."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        folded = _Folder(self.environment.globals).visit(node)
        super().visit_Template(folded, frame)


class _Folder(NodeTransformer):
    def __init__(self, functions: Any) -> None:
        self._functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if not _is_fixed(node):
            return node
        assert isinstance(node.node, nodes.Name)
        words = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        return nodes.Const(self._functions[node.node.name](*words), lineno=node.lineno)


def _is_fixed(node: nodes.Call) -> bool:
    named = isinstance(node.node, nodes.Name) and node.node.name in FIXED
    plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    return named and plain and all(isinstance(argument, nodes.Const) for argument in node.args)
