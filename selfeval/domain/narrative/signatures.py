"""Signatures of blocks (MinHash), by which like blocks are found among very many without comparing all with all.

The share of equal slots of two signatures estimates the resemblance of their blocks. Blocks that agree in a whole band
of slots are held side by side: with 16 bands of 3, blocks of resemblance 0.5 are found nine times in ten, of 0.7
practically always, of 0.05 once in five hundred.
"""

from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Final

# Counts the ways of making signatures: blocks, shingles, hashes. Signatures of another scheme are not compared.
SCHEME: Final = 1
BANDS: Final = 16
_SLOTS_A_BAND: Final = 3
_SEED: Final = 2021
_SLOT_BYTES: Final = 4
_BAND_BYTES: Final = _SLOTS_A_BAND * _SLOT_BYTES


@cache
def _blank() -> Any:
    """An empty MinHash to copy. Imported here, as the package brings scipy: a second and 70 MB most processes save."""
    from datasketch import MinHash

    return MinHash(num_perm=BANDS * _SLOTS_A_BAND, seed=_SEED, hashfunc=_hash)


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=_SLOT_BYTES).digest(), "little")


@lru_cache(maxsize=512)
def signature(shingles: frozenset[str]) -> bytes:
    """The signature of a block: 48 slots of four bytes, the same on every machine.

    Kept for the blocks seen last: a save alters one of a filing's texts, and all of them are looked up again.
    """
    sketch = _blank().copy()
    sketch.update_batch([run.encode() for run in shingles])
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def bands(slots: bytes) -> tuple[int, ...]:
    """One signed 64-bit number a band, equal where the band's slots are."""
    return tuple(
        int.from_bytes(blake2b(_band(slots, band), digest_size=8, salt=bytes([band])).digest(), "little", signed=True)
        for band in range(BANDS)
    )


def first_common_band(one: bytes, other: bytes) -> int | None:
    """The first band in which two signatures agree: who meets pairs band by band knows which are new."""
    return next((band for band in range(BANDS) if _band(one, band) == _band(other, band)), None)


def estimate(one: bytes, other: bytes) -> float:
    """The share of slots in which two signatures agree."""
    places = range(0, len(one), _SLOT_BYTES)
    return sum(one[at : at + _SLOT_BYTES] == other[at : at + _SLOT_BYTES] for at in places) / len(places)


def _band(slots: bytes, band: int) -> bytes:
    return slots[band * _BAND_BYTES : (band + 1) * _BAND_BYTES]
