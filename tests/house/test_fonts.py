"""The vendored faces: the recorded bytes, every character a form may hold, names their licence allows."""

import hashlib
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static/fonts"
COMMON = ("song.otf", "title.otf", "hei.otf", "kai.ttf", "sans.woff2", "sans-bold.woff2")
RARE = "〇䶮㛃𬭚㐂镕堃"
SIGNS = "，。；：“”‘’（）《》——……·％＋－×÷＝≥≤①⑩㎡℃"


def recorded() -> dict[str, str]:
    lines = (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def characters_of(name: str) -> set[int]:
    with TTFont(FONTS / name, lazy=True) as font:
        return set(font.getBestCmap())


def test_faces_are_the_recorded_ones() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.iterdir()
        if path.suffix in {".otf", ".ttf", ".woff2"}
    }
    assert found == recorded()
    assert set(found) == {*COMMON, "song-full.otf"}


def test_page_lists_every_face_with_its_size() -> None:
    page = (FONTS / "README.md").read_text(encoding="utf-8")
    sizes = dict(re.findall(r"^\| `([\w.-]+)` \|.*\| ([\d,]+) \|$", page, re.MULTILINE))
    assert {name: int(size.replace(",", "")) for name, size in sizes.items()} == {
        name: (FONTS / name).stat().st_size for name in recorded()
    }


def test_complete_face_has_the_rare_characters() -> None:
    assert {ord(character) for character in RARE} <= characters_of("song-full.otf")


@pytest.mark.parametrize("name", COMMON)
def test_common_faces_cover_the_standard(name: str) -> None:
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    wanted = {ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore")}
    assert len(wanted) == 6763
    wanted |= {ord(character) for character in SIGNS}
    # Files of the complete range stand behind a face; GB 2312 itself may lack nothing.
    assert wanted - characters_of(name) == set()


@pytest.mark.parametrize("name", [*COMMON, "song-full.otf"])
def test_no_face_uses_a_reserved_name(name: str) -> None:
    with TTFont(FONTS / name, lazy=True) as font:
        shown = {font["name"].getDebugName(number) or "" for number in (1, 3, 4, 6, 16)}
    assert not [text for text in shown if re.search("LXGW|霞鹜|Source Han", text)]


def test_screen_faces_are_small_enough_to_send() -> None:
    for name in ("sans.woff2", "sans-bold.woff2"):
        assert (FONTS / name).stat().st_size < 2_500_000


def test_all_faces_together_stay_under_forty_megabytes() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 40_000_000
