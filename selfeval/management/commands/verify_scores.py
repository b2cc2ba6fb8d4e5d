"""`manage.py verify_scores [--json]`: recompute every stored score from stored inputs and report every difference."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand

from selfeval.management.printing import prepare_output
from selfeval.queries.score_verification import Difference, VerifiedCopy, verified_copies

_DIFFERENT = 1
_FORMAT: Final = "selfeval-verification/1"
_NONE: Final = "（无）"


class Command(BaseCommand):
    """Exit 0: everything stored is what its inputs give. Exit 1: there are differences, each printed."""

    help = "用存档的填报内容重新计算每一个存下的得分，列出所有不一致；什么也不写入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help=f"输出 JSON（{_FORMAT}）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute and print copy by copy."""
        prepare_output(self, is_json=options["json"])
        copies = verified_copies()
        is_sound = self._print_json(copies) if options["json"] else self._print(copies)
        if not is_sound:
            raise SystemExit(_DIFFERENT)

    def _print(self, copies: Iterator[VerifiedCopy]) -> bool:
        checked = unsound = differences = 0
        for copy in copies:
            checked += 1
            if copy.is_sound:
                continue
            unsound += 1
            differences += len(copy.differences)
            self.stdout.write(f"{_name(copy)}　{copy.problem}".rstrip("　"))
            for each in copy.differences:
                self.stdout.write(f"    {each.place}：存的 {each.stored or _NONE} → 重算 {each.recomputed or _NONE}")
        if not unsound:
            self.stdout.write(f"核对了{checked}份，全部一致。")
            return True
        self.stdout.write(f"核对了{checked}份，{unsound}份不一致，共{differences}处。")
        return False

    def _print_json(self, copies: Iterator[VerifiedCopy]) -> bool:
        """One document, written a copy at a time; sound copies are counted only."""
        self.stdout.write(f'{{"format": "{_FORMAT}", "differing": [')
        checked = unsound = 0
        for copy in copies:
            checked += 1
            if not copy.is_sound:
                self.stdout.write((",\n" if unsound else "") + json.dumps(_copy(copy), ensure_ascii=False), ending="")
                unsound += 1
        self.stdout.write(f'\n], "checked": {checked}}}')
        return not unsound


def _name(copy: VerifiedCopy) -> str:
    basis = "现稿" if copy.round is None else f"第{copy.round}次报送"
    return f"{copy.department}　{copy.cycle}　{basis}"


def _copy(copy: VerifiedCopy) -> dict[str, Any]:
    return {
        "filing": str(copy.public_id),
        "department": copy.department,
        "cycle": copy.cycle,
        "round": copy.round,
        "problem": copy.problem or None,
        "differences": [_difference(each) for each in copy.differences],
    }


def _difference(each: Difference) -> dict[str, str | None]:
    return {"where": each.place, "stored": each.stored, "recomputed": each.recomputed}
