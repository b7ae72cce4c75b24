"""Criteria files written as the shipped ones are laid out."""

from collections.abc import Mapping
from typing import Any, Final

_WIDTH: Final = 100
_SET: Final = (
    "id", "version", "name", "subject", "tier", "period", "region", "groups", "requires", "status",
    "expected", "made", "legal_basis", "conditions", "criteria",
)  # fmt: skip
_ASKED: Final = (
    "code", "id", "name", "unit", "kind", "rule", "if_any", "papers", "agency", "confidence",
    "source",
)  # fmt: skip
_RULE: Final = (
    "op", "value", "level", "scale", "relative_to", "any_of", "options", "by_year", "by_region",
    "by_group", "set_by", "content_by", "parts",
)  # fmt: skip
_PART: Final = ("id", "name", "kind", "unit", "op", "value")
_BASIS: Final = ("number", "date", "issuer", "title")


class _Block(dict[str, Any]):
    """A mapping with a line for each of its members."""


def written(document: Mapping[str, Any]) -> str:
    """Write a document that keeps the rules of criteria files as YAML."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Lays a set out as people read it, and repeats what would be an alias."""

        def ignore_aliases(self, _: Any) -> bool:
            return True

    Dumper.add_representer(
        _Block,
        lambda dumper, data: dumper.represent_mapping(
            "tag:yaml.org,2002:map", data.items(), flow_style=False
        ),
    )
    return yaml.dump(
        _ordered(document),
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_WIDTH,
        default_flow_style=None,
    )


def _ordered(document: Mapping[str, Any]) -> dict[str, Any]:
    found = _in_order(document, _SET)
    found["legal_basis"] = [_Block(_in_order(one, _BASIS)) for one in document["legal_basis"]]
    found["conditions"] = [_asked(one) for one in document["conditions"]]
    found["criteria"] = [
        _in_order(
            {**one, "indicators": [_asked(each) for each in one["indicators"]]},
            ("order", "name", "group", "key", "indicators"),
        )
        for one in document["criteria"]
    ]
    return found


def _asked(one: Mapping[str, Any]) -> dict[str, Any]:
    rule = _in_order(one["rule"], _RULE)
    if "parts" in rule:
        rule["parts"] = [_in_order(part, _PART) for part in rule["parts"]]
    return _in_order({**one, "rule": rule}, _ASKED)


def _in_order(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in names if name in entry}
