"""What each lever of the press gains: the same form drawn with all of them, and with all but one."""

import gc
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from types import MappingProxyType
from typing import Final
from unittest.mock import patch

from weasyprint import HTML

from selfeval.exports import pdf, quick_press
from selfeval.exports.document import FormDocument
from selfeval.exports.paper import DataOnly

Lever = Callable[[], AbstractContextManager[object]]


def without(*names: str) -> Lever:
    """All the quick parts but those of these names."""
    parts = tuple(part for part in quick_press._parts() if part[1] not in names)
    return lambda: patch.object(quick_press, "_parts", lambda: parts)


def _of_the_web(markup: str) -> HTML:
    return HTML(string=markup, url_fetcher=DataOnly())


def _levers() -> Mapping[str, Lever]:
    usual_parser = patch.object(pdf, "Paper", _of_the_web)
    return MappingProxyType(
        {
            "按格式良好的页面解析，从自己的默认样式起": lambda: usual_parser,
            "每个流只压缩一次，6级": lambda: patch.object(pdf, "packed", lambda document, content: None),
            "样式跨文件共用": without("set_computed_styles", "copy"),
            "长度、行高、背景、是否浮动，每种样式只问一次": without(
                "resolve_percentages", "strut", "layout_box_backgrounds", "is_in_normal_flow"
            ),
            "排好的行留到画的时候，一行的字形一次读出": without(
                "setup", "set_text", "deactivate", "reactivate", "draw_first_line"
            ),
            "排一行只看一行半的字，不重排": without("split_first_line"),
            "一行只是一段字的，直接放": without("get_next_linebox"),
            "框线画成线": without("draw_border"),
            "以上一样也不要": _nothing,
            "只不要合并格子和两端对齐（page_finish）": lambda: patch.object(pdf, "finish", lambda pages: None),
        }
    )


def _nothing() -> AbstractContextManager[object]:
    return patch.multiple(pdf, Paper=_of_the_web, packed=lambda document, content: None, quickened=nullcontext)


ROUNDS: Final = 5


def gains(form: FormDocument) -> dict[str, float]:
    """Processor time without each lever, in times of that with all of them.

    The least of some turns each, by turns: whatever else the machine does only ever adds.
    """
    levers: dict[str, Lever] = {"": nullcontext, **_levers()}
    spent: dict[str, list[float]] = {name: [] for name in levers}
    for turn in range(ROUNDS + 1):
        for name, lever in levers.items():
            with lever():
                seconds = _seconds(form, is_collecting=False)
            if turn:
                spent[name].append(seconds)
        if turn:
            spent.setdefault("垃圾回收放到两份之间", []).append(_seconds(form, is_collecting=True))
    with_all = min(spent.pop(""))
    return {name: min(seconds) / with_all for name, seconds in spent.items()}


def _seconds(form: FormDocument, *, is_collecting: bool) -> float:
    gc.collect()
    if not is_collecting:
        gc.disable()
    try:
        began = time.process_time()
        pdf.render_pdf(form)
        return time.process_time() - began
    finally:
        gc.enable()
