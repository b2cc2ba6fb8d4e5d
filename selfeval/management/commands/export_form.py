"""`manage.py export_form FILING_FILE --format pdf|xlsx|calculation --output PATH`: documents of a filing file.

pdf and xlsx are the official form; calculation is the workbook that computes the filing anew with live formulas.
"""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import FileFaults
from selfeval.exports.build import build_form
from selfeval.exports.calculation_workbook import render_calculation
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import FontsMissing, render_pdf
from selfeval.exports.undrawable import Undrawable
from selfeval.management.files import assess_file, why_not_written
from selfeval.management.printing import give_up

_RENDERERS: dict[str, Callable[[Assessment], bytes]] = {
    "pdf": lambda assessment: render_pdf(_form(assessment)),
    "xlsx": lambda assessment: render_workbook(_form(assessment)),
    "calculation": lambda assessment: render_calculation(assessment.framework, assessment.filing).content,
}
_FAILED = 1


class Command(BaseCommand):
    """Exit 0: written. Exit 1: it could not be written. Exit 2: the filing file cannot be used.

    Every reason is on standard error. Works without a database; the output appears whole or not at all.
    """

    help = "把一份填报文件印成正式的自评表（PDF 或 Excel）；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --format, --output, --framework."""
        parser.add_argument("file", type=Path, metavar="FILING_FILE", help="填报文件（selfeval-filing/1）")
        parser.add_argument(
            "--format",
            choices=sorted(_RENDERERS),
            required=True,
            help="pdf、xlsx，或 calculation（用公式重算一遍的计算表）",
        )
        parser.add_argument("--output", type=Path, required=True, metavar="PATH", help="写到这个文件，已有的会被替换")
        parser.add_argument("--framework", default="", help="改用这个指标体系：名称、名称@版本或文件路径")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, build, draw, write."""
        try:
            assessment = assess_file(options["file"], framework=options["framework"])
        except FileFaults as faults:
            give_up(self, faults.faults)
        try:
            _write(options["output"], _RENDERERS[options["format"]](assessment))
        except (FontsMissing, Undrawable) as error:
            give_up(self, [error], code=_FAILED)
        except OSError as error:
            give_up(self, [f"{options['output']}：写不进去：{why_not_written(error)}"], code=_FAILED)


def _form(assessment: Assessment) -> FormDocument:
    return build_form(
        framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, stamp=Stamp(status="")
    )


def _write(path: Path, content: bytes) -> None:
    """Replace `path` with `content`; what was there stays until the new file is whole. Raises OSError.

    A pipe or a device such as /dev/null is written into, never replaced.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
