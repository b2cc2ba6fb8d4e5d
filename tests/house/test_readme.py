"""What the README promises is there."""

import re
from pathlib import Path

import yaml

TOP = Path(__file__).resolve().parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")


def test_two_commands_are_shown() -> None:
    assert re.findall(r"^make (run|test) ", README, re.MULTILINE) == ["run", "test"]


def test_demo_accounts_are_the_real_ones() -> None:
    plan = yaml.safe_load((TOP / "fixtures/demo/demo.yaml").read_text(encoding="utf-8"))
    people = plan["bureau"] + [person for unit in plan["units"] for person in unit["people"]]
    table = README[README.index("| 角色 |") : README.index("填报的人不能签发")]
    assert set(re.findall(r"`(\w+)`", table)) == {person["username"] for person in people}
    assert f"`{plan['password']}`" in README


def test_files_and_folders_named_exist() -> None:
    named = set(re.findall(r"`([\w./-]+/)`", README)) | set(re.findall(r"`([\w-]+(?:/[\w-]+)*\.(?:md|py))`", README))
    assert {"selfeval/domain/", "docs/dependencies.md", "SECURITY.md"} <= named
    missing = {name for name in named if not (TOP / name).exists()}
    assert missing <= {"var/"}


def test_commands_named_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", README)) <= targets
    commands = {path.stem for path in (TOP / "selfeval/management/commands").glob("*.py")}
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= commands
