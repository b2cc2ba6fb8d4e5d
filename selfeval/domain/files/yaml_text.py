"""YAML in the narrow form the contracts allow: mappings, lists and scalars that stay text.

Scalars are typed by the contract afterwards, because a plain loader turns 001001 into 513 and no into false.
Duplicate keys, tags, anchors and aliases are refused.
"""

from typing import Any, Final

import yaml

from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.files.yaml_faults import syntax_fault

Plain = str | None | list["Plain"] | dict[str, "Plain"]
MAX_CHARACTERS: Final = 5_000_000
MAX_DEPTH: Final = 40
# The same parser in C where the package has it, ten times as fast.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str, noted: list[Fault] | None = None) -> Plain:
    """The document of `text`; an empty plain scalar is None. Raises FileFaults.

    With `noted`, faults that leave a document to read (tags, keys written twice) are added there instead, so that they
    can be told together with what the reader of the document finds.
    """
    if len(text) > MAX_CHARACTERS:
        raise FileFaults([Fault(path="", found="", expected=f"文件超过{MAX_CHARACTERS}个字符")])
    faults: list[Fault] = [] if noted is None else noted
    try:
        _refuse_what_is_not_plain(text, faults)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise FileFaults([*faults, syntax_fault(text, error)]) from None
    except UnicodeEncodeError:
        raise FileFaults([Fault(path="", found="", expected="含有不成对的代理字符，不是有效的文本")]) from None
    result = None if node is None else _plain(node, "", faults)
    if faults and noted is None:
        raise FileFaults(faults)
    return result


def _refuse_what_is_not_plain(text: str, faults: list[Fault]) -> None:
    """Look at the events, before any alias is followed: a small file of aliases can unfold into a huge one."""
    depth = documents = aliases = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = f"第{event.start_mark.line + 1}行" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            faults.append(Fault(path=place, found=f"*{event.anchor}", expected="是别名，请写出内容"))
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            faults.append(Fault(path=place, found=f"&{event.anchor}", expected="是锚点，不能使用"))
        tag = getattr(event, "tag", None)
        if tag:
            faults.append(Fault(path=place, found=str(tag), expected="是标签，不能使用"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            raise FileFaults([Fault(path=place, found="", expected=f"嵌套超过{MAX_DEPTH}层")])
    if documents > 1:
        faults.append(Fault(path="", found=f"{documents}个文档", expected="放在一个文件里，只能有一个"))
    if aliases or documents > 1:
        raise FileFaults(faults)


def _plain(node: yaml.Node, path: str, faults: list[Fault]) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value == "" else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, f"{path}[{index}]", faults) for index, child in enumerate(node.value)]
    result: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(path=path, found="", expected=f"第{key_node.start_mark.line + 1}行的键不是文字"))
            continue
        key = str(key_node.value)
        below = f"{path}.{key}" if path else key
        if key in result:
            line = key_node.start_mark.line + 1
            faults.append(Fault(path=below, found=key, expected=f"在第{line}行又写了一次，同一个键只能写一次"))
        result[key] = _plain(value_node, below, faults)
    return result
