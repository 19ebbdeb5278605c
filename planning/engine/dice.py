"""Random numbers with their state in an array of our own, so that a seed repeats a search.

The generator is xorshift64* (Vigna 2016, doi:10.1145/2845077), seeded through SplitMix64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planning.engine.compiled import part

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

_MASK = 2**64 - 1
_STAR = np.uint64(0x2545F4914F6CDD1D)
_A, _B, _C, _MANTISSA = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(11)
_SCALE = 2.0**-53


def seeded(seed: int) -> NDArray[uint64]:
    """
    Prepare the state of a generator; any integer is a seed.

    Returns
    -------
    state
        Shape ``(1,)``, never zero.
    """
    mixed = (seed + 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return np.array([(mixed ^ (mixed >> 31)) or 1], dtype=np.uint64)


@part
def share(state: NDArray[uint64]) -> float:
    """Draw a number in ``[0, 1)``."""
    bits = state[0]
    bits ^= bits >> _A
    bits ^= bits << _B
    bits ^= bits >> _C
    state[0] = bits
    return float((bits * _STAR) >> _MANTISSA) * _SCALE


@part
def below(state: NDArray[uint64], count: int) -> int:
    """Draw a whole number in ``[0, count)``."""
    return int(share(state) * count)
