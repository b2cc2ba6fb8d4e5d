"""Prints the tutorial: its files are written, its commands run, and what they say is put below them.

A block headed ```` ```yaml NAME ```` is a file; with 替换 its top-level keys take the place of those the file had; with
抄自 OTHER the file starts as a copy of that one. A console block holds one command.
"""

import re
from collections.abc import Iterator
from contextlib import chdir
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.core.management import call_command

_BLOCK: Final = re.compile(r"```(yaml|console) ?(.*)\n((?:.*\n)*?)```\n")
_KEY: Final = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
_PROMPT: Final = "$ manage.py "


def tutorial() -> str:
    """The tutorial with the output of every command."""
    text = (Path(__file__).parent / "tutorial.md").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder, chdir(folder):
        return "".join(_printed(text))


def with_keys_replaced(text: str, part: str) -> str:
    """A YAML file in which the top-level keys of `part` stand in the place of its own; new ones come last."""
    keys = {chunk.partition(":")[0]: chunk for chunk in _KEY.split(text) if chunk}
    return "".join((keys | {chunk.partition(":")[0]: chunk for chunk in _KEY.split(part) if chunk}).values())


def _printed(text: str) -> Iterator[str]:
    end = 0
    for block in _BLOCK.finditer(text):
        yield text[end : block.start()]
        language, head, content = block.groups()
        if language == "yaml":
            _write(head, content)
            yield block[0]
        else:
            yield f"```console\n{content}{run(content.strip().removeprefix(_PROMPT))}```\n"
        end = block.end()
    yield text[end:]


def _write(head: str, content: str) -> None:
    name, *rest = re.split(r"[ ，]", head)
    path = Path(name)
    if rest[:1] == ["抄自"]:
        path.write_text(Path(rest[1]).read_text(encoding="utf-8"), encoding="utf-8")
    if rest[-1:] == ["替换"]:
        content = with_keys_replaced(path.read_text(encoding="utf-8"), content)
    path.write_text(content, encoding="utf-8")


def run(command: str) -> str:
    """What a command says, faults included; ends with a line break."""
    said, name, *arguments = StringIO(), *command.split()
    try:
        call_command(name, *arguments, stdout=said, stderr=said, no_color=True)
    except SystemExit as stopped:
        # 2 is the answer to a file with faults, which is what the tutorial shows.
        if stopped.code != 2:
            raise
    return said.getvalue()
