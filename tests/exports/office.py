"""A workbook as an office suite and as a reader of its XML see it."""

import atexit
import re
import shutil
import subprocess
import tempfile
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from tests import fonts

# LibreOffice trusts the values stored beside formulas unless it is told not to.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode"><value>0</value></prop>
</item>
</oor:items>
"""
Values = dict[tuple[str, str], object]
# By row and column from zero.
Grid = dict[tuple[int, int], float | str]
# Commas, UTF-8, numbers to their last digit and not as shown, which LibreOffice sets in quotes then; a file a sheet.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[-+]?[0-9]+)?%?")
_CELL = re.compile(r'("(?:[^"]|"")*")?([^,\n]*)([,\n])')


@cache
def profile() -> str:
    """The option that names the profile of this process: LibreOffice takes seconds to make one, so all starts share it.

    Nobody else's, or it would hand the work over to a LibreOffice that is running already.
    """
    folder = Path(tempfile.mkdtemp(prefix="selfeval-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return f"-env:UserInstallation={folder.as_uri()}"


def recalculated(contents: dict[str, bytes]) -> dict[str, Workbook]:
    """The workbooks, by name, after LibreOffice has computed every formula anew."""
    return {name: values(content) for name, content in saved_again(contents).items()}


def saved_again(contents: dict[str, bytes]) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them, every formula computed anew."""
    with tempfile.TemporaryDirectory() as folder:
        files = _converted(contents, Path(folder), "xlsx:Calc MS Excel 2007 XML")
        return {name: (Path(folder) / "out" / f"{file}.xlsx").read_bytes() for name, file in files.items()}


def computed(contents: dict[str, bytes]) -> dict[str, dict[str, Grid]]:
    """What LibreOffice computes anew in the workbooks, sheet by sheet: half as dear as to have them saved and read."""
    with tempfile.TemporaryDirectory() as folder:
        files = _converted(contents, Path(folder), _EVERY_SHEET)
        return {
            name: {
                path.stem.partition("-")[2]: _grid(path.read_text(encoding="utf-8"))
                for path in (Path(folder) / "out").glob(f"{file}-*.csv")
            }
            for name, file in files.items()
        }


def _converted(contents: dict[str, bytes], here: Path, kind: str) -> dict[str, int]:
    """Have LibreOffice write all of them into `out`, in one start; by name the number its files are called by."""
    numbers = {name: number for number, name in enumerate(contents)}
    files = [here / f"{number}.xlsx" for number in numbers.values()]
    for file, content in zip(files, contents.values(), strict=True):
        file.write_bytes(content)
    convert(kind, here / "out", *files)
    return numbers


def convert(kind: str, into: Path, *files: Path) -> None:
    """Have LibreOffice write `files` as `kind` into the folder `into`, in one start."""
    command = ["soffice", profile(), "--headless", "--convert-to", kind, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=fonts.environment())


def _grid(text: str) -> Grid:
    """The filled cells of a sheet: numbers stand in quotes, a percentage with its sign, texts only where need be."""
    found: Grid = {}
    row = column = 0
    for quoted, plain, end in _CELL.findall(text):
        inside = quoted[1:-1]
        if _NUMBER.fullmatch(inside):
            found[row, column] = float(inside[:-1]) / 100 if inside.endswith("%") else float(inside)
        elif quoted or plain:
            found[row, column] = inside.replace('""', '"') or plain
        row, column = (row, column + 1) if end == "," else (row + 1, 0)
    return found


def values(content: bytes) -> Workbook:
    """The workbook with the values stored beside its formulas."""
    return openpyxl.load_workbook(BytesIO(content), data_only=True)


def formulas(content: bytes) -> Workbook:
    """The workbook with its formulas."""
    return openpyxl.load_workbook(BytesIO(content))


def filled(book: Workbook) -> Values:
    """Every value by sheet and cell; numbers to twelve decimals and thirteen digits, last bits differ."""
    found: Values = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    value = cell.value
                    found[sheet.title, cell.coordinate] = _seen(value) if isinstance(value, float) else value
    return found


def _seen(value: float) -> float:
    return float(f"{round(value, 12):.13g}")


def number(value: object) -> Decimal:
    """A stored number as the decimal people see."""
    assert isinstance(value, (int, float))
    return Decimal(repr(value))


def shown(cell: Cell) -> str:
    """The text an office suite shows for a cell: a number by its format, half up on its decimal digits."""
    if not isinstance(cell.value, (int, float)):
        return str(cell.value)
    value, layout = number(cell.value), cell.number_format.rstrip("_ ")
    match layout:
        case "General":
            return f"{cell.value:g}"
        case "#,##0.00" | "0.00%" | "0" | "#,##0":
            pass
        case _:
            raise AssertionError(f"{cell.coordinate}: {layout}")
    sign = "%" if layout.endswith("%") else ""
    places = len(layout.rstrip("%").partition(".")[2])
    rounded = (value * (100 if sign else 1)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,}{sign}"


def sheet_xml(content: bytes) -> list[str]:
    """The XML of the sheets, in order."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        names = sorted(name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
        return [book.read(name).decode() for name in names]
