"""Where a YAML file has anchors."""

from functools import lru_cache
from typing import Any

from planner.yaml_bytes import Complaint, read_text


@lru_cache(maxsize=1)
def anchors_of(data: bytes) -> list[tuple[int, int]]:
    """The bytes of every `&name`, with the spaces after it."""
    import yaml

    text = read_text(data)
    if isinstance(text, Complaint):
        return []
    loader: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
    found = []
    for token in yaml.scan(text.content(), Loader=loader):
        if isinstance(token, yaml.AnchorToken):
            start, end = text.offsets[token.start_mark.index], text.offsets[token.end_mark.index]
            while data[end : end + 1] == b" ":
                end += 1
            found.append((start, end))
    return found
