"""Signatures estimate resemblance, and bands find what is near."""

from selfeval.domain.narrative.signatures import BANDS, bands, estimate, first_common_band, signature
from selfeval.domain.narrative.similarity import Template, shingles_of
from tests.domain.narrative.like_texts import OUTCOME, WORK, WORK_AGAIN, WORK_OF_ANOTHER


def of(text: str) -> bytes:
    return signature(shingles_of(text, Template()))


def test_stored_signatures_stay_valid() -> None:
    """A change of the package, of the hash or of shingles that alters them needs another SCHEME."""
    assert signature(frozenset({"重点项", "点项目", "项目建"}))[:12].hex() == "ad989d730d11120b12474162"


def test_a_copy_shares_a_band_and_a_text_of_its_own_does_not() -> None:
    assert first_common_band(of(WORK), of(WORK_AGAIN)) is not None
    assert set(bands(of(WORK))) & set(bands(of(WORK_AGAIN)))
    assert first_common_band(of(WORK), of(OUTCOME)) is None
    assert not set(bands(of(WORK))) & set(bands(of(WORK_OF_ANOTHER)))


def test_estimates() -> None:
    assert estimate(of(WORK), of(WORK)) == 1
    assert abs(estimate(of(WORK), of(WORK_AGAIN)) - 0.64) < 0.2
    assert estimate(of(WORK), of(OUTCOME)) < 0.15


def test_bands_are_numbers_a_database_holds() -> None:
    found = bands(of(WORK))

    assert len(set(found)) == BANDS
    assert all(-(2**63) <= value < 2**63 for value in found)


def test_the_same_slots_in_another_band_are_another_value() -> None:
    assert len(set(bands(bytes(len(of(WORK)))))) == BANDS
