"""What each leaver would cost the others, for all at once, by dominators."""

import numba
import numpy as np


@numba.njit(cache=True, nogil=True, error_model="numpy")
def losses(start, ends, sources):
    """What leaving costs: three sums of 1/steps from ``sources``, each an array over people.

    What the others lose without her, the ways to her, and those from her. Ties both ways.

    Without v the distance from s to t changes only if every shortest path leads through v: if v
    stands above t in the dominator tree of the paths from s. So one search and one tree a source
    tell who is concerned by whose leaving, and only they are measured again.
    """
    size = len(start) - 1
    lost, near, own = np.zeros(size), np.zeros(size), np.zeros(size)
    steps, order = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    above, depth = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    under, place = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    line, again = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    for source in sources:
        count = search(start, ends, source, steps, order)
        dominators(start, ends, order[:count], steps, above, depth)
        in_line(order[:count], above, under, place, line)
        for i in range(1, count):
            v = order[i]
            near[v] += 1.0 / steps[v]
            own[source] += 1.0 / steps[v]
            if under[v] > 1:
                span = line[place[v] + 1 : place[v] + under[v]]
                lost[v] += longer(start, ends, v, span, steps, place, again)
    return lost, near, own


@numba.njit(cache=True, nogil=True, error_model="numpy")
def search(start, ends, source, steps, order):
    """Steps from ``source`` (-1: no way) and the people reached, nearest first; how many."""
    steps[:] = -1
    steps[source] = 0
    order[0] = source
    count, i = 1, 0
    while i < count:
        v = order[i]
        i += 1
        for e in range(start[v], start[v + 1]):
            w = ends[e]
            if steps[w] < 0:
                steps[w] = steps[v] + 1
                order[count] = w
                count += 1
    return count


@numba.njit(cache=True, nogil=True, error_model="numpy")
def dominators(start, ends, order, steps, above, depth):
    """Whom each person's shortest paths all lead through last: her parent in the tree.

    The deepest common ancestor of those one step nearer to the source (Lengauer & Tarjan 1979
    for any graph; here the levels make it one pass).
    """
    above[order[0]] = order[0]
    depth[order[0]] = 0
    for w in order[1:]:
        last = -1
        for e in range(start[w], start[w + 1]):
            v = ends[e]
            if steps[v] != steps[w] - 1:
                continue
            if last < 0:
                last = v
            while last != v:
                if depth[last] >= depth[v]:
                    last = above[last]
                else:
                    v = above[v]
        above[w] = last
        depth[w] = depth[last] + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def in_line(order, above, under, place, line):
    """Number the tree so that whoever is under a person stands right behind her in ``line``."""
    for w in order:
        under[w] = 1
    for w in order[:0:-1]:
        under[above[w]] += under[w]
    place[order[0]] = 0
    line[0] = order[0]
    free = np.empty(len(place), dtype=np.int32)
    free[order[0]] = 1
    for w in order[1:]:
        place[w] = free[above[w]]
        line[place[w]] = w
        free[above[w]] += under[w]
        free[w] = place[w] + 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def longer(start, ends, gone, people, steps, place, again):
    """By how much the 1/steps to these people fall when they have to go round ``gone``.

    From the unchanged steps of everybody else, looking along the line forth and back in turn
    until nothing gets nearer.
    """
    first, last = place[gone], place[gone] + len(people)
    for t in people:
        again[t] = len(steps)
    changed, forth = True, True
    while changed:
        changed = False
        for i in range(len(people)):
            t = people[i] if forth else people[len(people) - 1 - i]
            best = again[t]
            for e in range(start[t], start[t + 1]):
                w = ends[e]
                if first <= place[w] <= last:
                    best = min(best, again[w] + 1) if w != gone else best
                else:
                    best = min(best, steps[w] + 1)
            if best < again[t]:
                again[t], changed = best, True
        forth = not forth
    fall = 0.0
    for t in people:
        fall += 1.0 / steps[t]
        fall -= 1.0 / again[t] if again[t] < len(steps) else 0.0
    return fall
