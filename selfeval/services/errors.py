"""Why a write did not happen. Nothing of it was stored; every message is fit to be shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from selfeval.domain.files import Fault
from selfeval.domain.workflow import State


class WriteRefused(Exception):
    """A write that was not made; the message is Chinese and fit to be shown."""


class NotAllowed(WriteRefused, PermissionDenied):
    """The actor may not do this: where nobody catches it, a page answers 403 and says why."""


class NotNow(NotAllowed):
    """The step is theirs, but not in the state in which the filing is: answered 409."""


class NotEditable(WriteRefused):
    """The filing's state does not admit changes."""

    def __init__(self, state: State) -> None:
        super().__init__(f"“{state.label}”的填报不能修改，刚才的内容没有保存。")
        self.state = state


class StaleVersion(WriteRefused):
    """Someone else wrote first: the page shows an older version than the one stored."""

    def __init__(self, *, saved_by: str, saved_at: datetime | None, current_version: int) -> None:
        when = f"{timezone.localtime(saved_at):%m月%d日 %H:%M:%S}" if saved_at else ""
        super().__init__(
            f"{saved_by or '其他人'}{when}已作过修改，您看到的不是最新内容。请刷新后再办理，刚才的操作没有生效。"
        )
        self.saved_by = saved_by
        self.saved_at = saved_at
        self.current_version = current_version


class UnknownBox(WriteRefused):
    """A change to a box that the page does not have."""

    def __init__(self, *, box: str, section: str) -> None:
        super().__init__(f"“{section}”这一页没有可填的“{box}”。")
        self.box = box
        self.section = section


class BadValue(WriteRefused):
    """Values that a filing cannot hold, each with its box (the fault's path)."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("；".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class ClosedBoxes(BadValue):
    """Boxes that a return with pins left locked, each with its fault; `names` are what people call them."""

    def __init__(self, faults: Sequence[Fault], names: Sequence[str]) -> None:
        super().__init__(faults)
        told = "、".join(dict.fromkeys(names))
        self.args = (f"退回时没有开放“{told}”，不能修改：这次只改批注所在的地方；确需改动，请在答复里说明。",)


class ClosedEvidence(NotNow):
    """Evidence of indicators that a return with pins left locked; `names` are theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        told = "、".join(names) or "未对应指标"
        super().__init__(f"退回时没有开放“{told}”的佐证材料，不能增减或替换：这次只改批注所在指标的佐证。")


class BadWaiver(WriteRefused):
    """A finding cannot be let stand like this; `box` is the box of the form that is about: reason, until or none."""

    def __init__(self, message: str, *, box: str = "") -> None:
        super().__init__(message)
        self.box = box


class AlreadyThere(WriteRefused):
    """What should be created exists."""


class NotVerified(WriteRefused):
    """A framework whose source is marked unverified is a draft, and is never published."""

    def __init__(self, framework: str) -> None:
        super().__init__(
            f"{framework} 的依据标为“待核”，还不能发布：请与原文逐项核对，再把依据的核对情况改为“已核对”或“示例”。"
        )
        self.framework = framework


class StaleDraft(StaleVersion):
    """Someone else changed the draft first; `current_version` is its revision now."""


class FileFault(StrEnum):
    """What is wrong with a file, for who answers in codes instead of words."""

    CONTENT = "content"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"


class FileRefused(WriteRefused):
    """A file that is not kept; `name` as shown to people, `reason` what is wrong and what would be right."""

    def __init__(self, name: str, reason: str, *, fault: FileFault = FileFault.CONTENT) -> None:
        super().__init__(f"“{name}”没有收下：{reason}。")
        self.name = name
        self.reason = reason
        self.fault = fault


class EvidenceGone(WriteRefused):
    """The evidence was removed or replaced meanwhile."""

    def __init__(self) -> None:
        super().__init__("这份佐证材料已被移除或替换，请刷新后再办理。")


class Unfit(WriteRefused):
    """What was asked for does not fit; `box` is the box of the form that is about, empty for none of them."""

    def __init__(self, message: str, *, box: str = "") -> None:
        super().__init__(message)
        self.box = box
