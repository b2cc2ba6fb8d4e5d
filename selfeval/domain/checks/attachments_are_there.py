"""The attachments a report names at its end are part of it."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_HEAD: Final = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十]{1,2}、)?附件(?:目录|清单)?[ \t\u3000]*[:：]?[ \t\u3000]*$", re.MULTILINE
)
_NAME: Final = re.compile(r"《[^》\n]{3,40}》|[\u4e00-\u9fff0-9（）()]{3,40}?(?:表|报告|清单|资料)")
# A list of names; where more follows the attachments themselves do.
_LONGEST: Final = 300


def attachments_are_there(case: Case) -> Iterator[Finding]:
    """A finding for the first attachment named under a last heading 附件 that nothing follows.

    Of a report read by itself, and of a filing to which no file at all was uploaded: which of several files is the one
    that was named, nobody can tell from its name. Silent where the evidence is not known.
    """
    is_form = bool(case.framework.leaves)
    if is_form and (case.evidence is None or case.evidence):
        return
    for passage in case.passages:
        heads = list(_HEAD.finditer(passage.text))
        if not heads:
            continue
        listed = passage.text[heads[-1].end() :]
        name = _NAME.search(listed)
        if name is None or len(listed.strip()) > _LONGEST or "\t" in listed.strip():
            continue
        yield case.finding(
            "attachments_are_there",
            passage.box,
            found=name[0],
            quote=name[0],
            offset=heads[-1].end() + name.start(),
            missing="佐证材料一件也没有上传" if is_form else "文中没有附上",
        )
