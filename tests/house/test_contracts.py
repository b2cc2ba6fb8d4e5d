"""The layers hold, and the contracts notice when they do not."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


# Templates turn a document into HTML; the settings say where the fonts are. No rows, no requests.
ALLOWED_OF_DJANGO = ("django.conf", "django.template", "django.utils.safestring")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--config", TOP / "pyproject.toml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_layers_hold() -> None:
    run = lint(TOP)
    assert run.returncode == 0, run.stdout
    assert ", 0 broken" in run.stdout


INTRUDERS = (
    ("domain", "import django.utils.timezone"),
    ("domain", "import selfeval.models"),
    ("models", "import selfeval.services"),
    ("queries", "import selfeval.services"),
    ("services", "import selfeval.web"),
    ("exports", "import selfeval.queries"),
    ("exports", "import selfeval.models"),
    ("review", "import selfeval.exports"),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is told of a copy of the product in which each intruder is a module of its own: a second for all of them."""
    folder = tmp_path_factory.mktemp("intruded")
    source = folder / "selfeval"
    shutil.copytree(TOP / "selfeval", source, ignore=shutil.ignore_patterns("__pycache__"))
    for number, (package, line) in enumerate(INTRUDERS):
        (source / package / f"intruder_{number}.py").write_text(line + "\n", encoding="utf-8")
    run = lint(folder)
    assert run.returncode == 1, run.stdout
    return run.stdout


@pytest.mark.parametrize("number", range(len(INTRUDERS)), ids=[f"{each[0]}-{each[1]}" for each in INTRUDERS])
def test_contracts_notice(told: str, number: int) -> None:
    package, line = INTRUDERS[number]
    target = line.removeprefix("import ").split(".")
    assert (
        f"selfeval.{package}.intruder_{number} -> {'.'.join(target[:2]) if target[0] == 'selfeval' else 'django'}"
        in told
    )


def test_contracts_notice_a_package_that_no_layer_has(tmp_path: Path) -> None:
    source = tmp_path / "selfeval"
    shutil.copytree(TOP / "selfeval", source, ignore=shutil.ignore_patterns("__pycache__"))
    (source / "unlisted").mkdir()
    (source / "unlisted/__init__.py").write_text("import json\n", encoding="utf-8")
    run = lint(tmp_path)
    assert run.returncode == 1, run.stdout
    assert "unlisted" in run.stdout


def test_exports_see_neither_rows_nor_requests() -> None:
    used = set()
    for path in (TOP / "selfeval/exports").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                used.add(node.module or "")
            elif isinstance(node, ast.Import):
                used.update(alias.name for alias in node.names)
    # `django` itself has nothing but `setup`, which the process that draws calls for its own settings.
    django = {name for name in used if name.startswith("django.")}
    assert all(name.startswith(ALLOWED_OF_DJANGO) for name in django), django
