"""YAML as plain values together with the line each of them stands on; slow, for imports only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from unicodedata import normalize

if TYPE_CHECKING:
    import yaml

Place: TypeAlias = tuple[str | int, ...]
"""Where a value is: the names and positions that lead to it."""
LARGEST_FILE: Final = 4 * 2**20
MOST_TOLD: Final = 8


class BadYamlError(ValueError):
    """The text is no YAML that is taken here; the text (Vietnamese) says why, `line` where."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


@dataclass(frozen=True, slots=True)
class Located:
    """A document, and the lines (from 1) of its values by their places."""

    document: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Give the line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_located(data: bytes) -> Located:
    """Read a file from outside; raises BadYamlError, also if it is too large or no Unicode."""
    if len(data) > LARGEST_FILE:
        raise BadYamlError("tệp quá lớn", 1)
    try:
        return located(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadYamlError("không phải chữ Unicode (UTF-8)", line) from error


def told(problems: Sequence[tuple[int, str]]) -> str:
    """Word what is wrong with a file: the first problems by line, and how many more there are."""
    words = "; ".join(f"dòng {line}: {why}" for line, why in problems[:MOST_TOLD])
    more = len(problems) - MOST_TOLD
    return f"{words}; và {more} chỗ khác" if more > 0 else words


def located(text: str) -> Located:
    """Read YAML; raises BadYamlError, also for names given twice, aliases and foreign types."""
    import yaml

    try:
        _refuse_aliases(text)
        loader = yaml.SafeLoader(normalize("NFC", text))
        node = loader.get_single_node()
        if node is None:
            raise BadYamlError("tệp không có nội dung", 1)
        lines: dict[Place, int] = {}
        return Located(_value(loader, node, (), lines), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadYamlError(f"không đúng dạng YAML ({error.problem})", line) from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, BadYamlError):
            raise
        raise BadYamlError("có ký tự hoặc giá trị không dùng được", 1) from error
    except RecursionError as error:
        raise BadYamlError("lồng nhau quá nhiều cấp", 1) from error


def _refuse_aliases(text: str) -> None:
    """Aliases could make a small file endless, and no set needs them."""
    import yaml

    for token in yaml.scan(text):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise BadYamlError("không dùng được & và * của YAML", token.start_mark.line + 1)


def _value(
    loader: "yaml.SafeLoader", node: "yaml.Node", place: Place, lines: dict[Place, int]
) -> Any:
    import yaml

    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, place, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, each, (*place, at), lines) for at, each in enumerate(node.value)]
    return loader.construct_object(node)


def _mapping(
    loader: "yaml.SafeLoader", node: "yaml.MappingNode", place: Place, lines: dict[Place, int]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name_node, value_node in node.value:
        name = name_node.value
        line = name_node.start_mark.line + 1
        if not isinstance(name, str):
            raise BadYamlError("tên mục phải là chữ", line)
        if name in found:
            raise BadYamlError(f"mục “{name}” ghi hai lần", line)
        found[name] = _value(loader, value_node, (*place, name), lines)
        lines[(*place, name)] = line
    return found
