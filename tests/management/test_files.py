"""Framework and filing files on disk: which framework a name means."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from selfeval.domain.files import FileFaults
from selfeval.management.files import FRAMEWORKS, assess_file, read_framework_named, read_text, shipped_frameworks
from tests.fixtures_data.published import ROOT

SOURCE = (ROOT / "fixtures" / "frameworks" / "jinzhong-2021.yaml").read_text(encoding="utf-8")


@pytest.fixture
def shelf(tmp_path: Path, settings: LazySettings) -> Path:
    """A product that ships versions 2, 10 and 9 of a framework, in files of other names."""
    folder = tmp_path / FRAMEWORKS
    folder.mkdir(parents=True)
    for name, version in (("b", 2), ("a", 10), ("c", 9)):
        text = SOURCE.replace("slug: jinzhong-2021", "slug: shelf").replace("version: 1\n", f"version: {version}\n")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_a_slug_means_its_newest_version_by_number(shelf: Path) -> None:
    assert read_framework_named("shelf", beside=shelf).version == "10"
    assert [each.version for each in shipped_frameworks()] == [2, 9, 10]


@pytest.mark.parametrize("version", ["2", "9", "10"])
def test_a_version_can_be_named(shelf: Path, version: str) -> None:
    assert read_framework_named(f"shelf@{version}", beside=shelf).version == version


@pytest.mark.parametrize("name", ["shelf@1", "shelf@", "other", "shelf@10@2", "Shelf"])
def test_a_name_that_means_nothing_is_told_what_there_is(shelf: Path, name: str) -> None:
    with pytest.raises(FileFaults, match=r"没有这个指标体系；已有：shelf@2、shelf@9、shelf@10"):
        read_framework_named(name, beside=shelf)


@pytest.mark.parametrize("name", ["frameworks/a.yaml", "./frameworks/a.yaml", "frameworks/../frameworks/a.yaml"])
def test_a_path_is_looked_for_beside_the_filing(shelf: Path, name: str) -> None:
    assert read_framework_named(name, beside=shelf / "fixtures").version == "10"


def test_a_path_that_is_not_there(shelf: Path) -> None:
    with pytest.raises(FileFaults, match="没有这个文件"):
        read_framework_named("none.yaml", beside=shelf)


def test_a_whole_path_needs_no_folder(shelf: Path) -> None:
    assert read_framework_named(str(shelf / FRAMEWORKS / "b.yaml"), beside=Path("/nowhere")).version == "2"


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "不是 UTF-8 编码的文本文件"), (None, "没有这个文件")])
def test_text_that_cannot_be_read(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "f.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FileFaults, match=words):
        read_text(path)


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert read_text(path) == "a: 1\n"


def test_a_filing_without_a_framework_is_told_with_its_other_faults(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("fiscal_year: 2021\nfiscal_year: 2022\n", encoding="utf-8")
    with pytest.raises(FileFaults) as caught:
        assess_file(path)

    assert [fault.path for fault in caught.value.faults] == ["fiscal_year", "framework"]
