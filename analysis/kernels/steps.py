"""Distances for 64 sources at a time, one bit a source."""

import numba
import numpy as np

WORD = 64


@numba.njit(cache=True, nogil=True, error_model="numpy")
def inverse_steps(start, ends, sources):
    """Sum of 1/steps from ``sources`` to each person.

    A step is an ``or`` of words, so all distances cost little more than one search (Then et al.
    2014, multi-source breadth-first search).
    """
    size = len(start) - 1
    out = np.zeros(size)
    seen, front = np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.uint64)
    fresh = np.empty(size, dtype=np.uint64)
    for first in range(0, len(sources), WORD):
        seen[:] = 0
        front[:] = 0
        for bit in range(min(WORD, len(sources) - first)):
            seen[sources[first + bit]] |= np.uint64(1) << np.uint64(bit)
            front[sources[first + bit]] |= np.uint64(1) << np.uint64(bit)
        step, going = 0, True
        while going:
            step += 1
            going = False
            fresh[:] = 0
            for v in range(size):
                if front[v] != 0:
                    for e in range(start[v], start[v + 1]):
                        fresh[ends[e]] |= front[v]
            for w in range(size):
                front[w] = fresh[w] & ~seen[w]
                if front[w] != 0:
                    seen[w] |= front[w]
                    out[w] += _bits(front[w]) / step
                    going = True
    return out


@numba.njit(cache=True, nogil=True, inline="always")
def _bits(word):
    """How many bits are set (Warren, Hacker's Delight)."""
    x = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (x * np.uint64(0x0101010101010101)) >> np.uint64(56)
