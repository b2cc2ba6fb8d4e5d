"""deploy/test_postgres.sh: a server for the length of one command, gone afterwards whatever the command did."""

import re
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/test_postgres.sh"


def test_command_gets_an_address_and_its_exit_code_is_kept() -> None:
    run = subprocess.run(
        [SCRIPT, "sh", "-c", 'echo "$DATABASE_URL"; exit 7'], capture_output=True, text=True, check=False
    )
    assert run.returncode == 7, run.stderr
    address = re.fullmatch(r"postgresql://selfeval@/selfeval\?host=(/tmp/selfeval-pg\.\w+)\n", run.stdout)
    assert address
    assert not Path(address[1]).exists()
