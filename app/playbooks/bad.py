"""Says what is wrong with a playbook, and where in its file."""

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

Place = tuple[str | int, ...]


class BadPlaybook(ValueError):
    """The key of a sentence with its values, and the place in the file."""

    def __init__(self, place: Place, key: str, **values: object) -> None:
        self.place = place
        self.key = f"playbooks.bad.{key}"
        self.values = values
        super().__init__(f"{written(place)}: {key} {values or ''}".rstrip())


def written(place: Place) -> str:
    """A place as people write it: holders[0].title."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


def line_of(text: str, place: Place) -> int:
    """The line of a place, from 1; of what is missing, the line of what should hold it."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for step in place:
        inner = _inside(node, step)
        if inner is None:
            break
        node = inner
    return 1 if node is None else int(node.start_mark.line) + 1


def _inside(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next(
            (key for key, _ in node.value if key.value == step and _is_leaf(key, node)), None
        ) or next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        inner: Node = node.value[step]
        return inner
    return None


def _is_leaf(key: Node, node: MappingNode) -> bool:
    """Whether a key's value is plain text: then the line of the key says more."""
    value = next(value for each, value in node.value if each is key)
    return not isinstance(value, MappingNode | SequenceNode)
