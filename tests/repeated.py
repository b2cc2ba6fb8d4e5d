"""Runs the rows C01–C10 many times over: `SELFEVAL_REPEAT=50 pytest -k "test_c0 or test_c10" tests`.

What two people do at once is right only if it is right every time; a test that passes once may still fail one in fifty.
Rows about source files are left out: what is read does not change from one time to the next.
"""

import os
import re
from typing import Final

import pytest

TIMES: Final = int(os.environ.get("SELFEVAL_REPEAT", "1"))
_ROW: Final = re.compile(r"test_c(0[1-9]|10)_")


def is_repeated(name: str, module: str) -> bool:
    """Whether the test is of one of the rows, and about what runs."""
    return bool(_ROW.match(name)) and not module.startswith("tests.house.")


@pytest.fixture
def repetition(request: pytest.FixtureRequest) -> int:
    """The number of this run of the test, from zero."""
    found: int = request.param
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of the rows stands there as often as was asked for."""
    if TIMES > 1 and is_repeated(metafunc.function.__name__, metafunc.module.__name__):
        metafunc.fixturenames.append("repetition")
        metafunc.parametrize("repetition", range(TIMES), indirect=True)
