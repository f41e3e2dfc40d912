"""Texts that ask the same, by the words that they have in common. Pure.

Source: Aslam, Pelekhov and Rus, The Star Clustering Algorithm for Static and Dynamic Information Organization (2004): the text
with most neighbours is a centre, its neighbours belong to it, and so on with what is left; so a group never drifts from one
matter to another over a chain of half-likenesses. Words weigh by their rarity, nearness is the cosine of the weights.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KEPT = 16  # words of a text, the rarest ones
COMMON = 0.15  # words in a larger part of all texts tell nothing
NEVER_COMMON = 12  # texts; of a small desk the share above would be too few
NEAR = 0.4  # the cosine from which on two texts ask the same
FEWEST = 3  # texts of a group
SHARED = 4  # words that tell what a group has in common

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group: the text that stands for it, all of them with the nearest to it first, and the words they share."""

    centre: int
    members: tuple[int, ...]
    words: tuple[str, ...]


def clusters(texts: Mapping[int, Sequence[str]]) -> list[Cluster]:
    """Return the groups of texts, given by their stems, the largest first; what is alone is in none."""
    vectors = _vectors(texts)
    near = _neighbours(vectors)
    left = set(vectors)
    found = []
    for centre in sorted(near, key=lambda one: (-len(near[one]), -sum(near[one].values()), one)):
        group = {one: likeness for one, likeness in near[centre].items() if one in left}
        if centre not in left or len(group) + 1 < FEWEST:
            continue
        members = (centre, *sorted(group, key=lambda one: (-group[one], -one)))
        left.difference_update(members)
        found.append(Cluster(centre, members, _shared([vectors[one] for one in members])))
    return sorted(found, key=lambda one: (-len(one.members), one.centre))


def _vectors(texts: Mapping[int, Sequence[str]]) -> dict[int, Vector]:
    """Return the weights of the words that tell each text from others; each vector has the length one."""
    spread = Counter(stem for stems in texts.values() for stem in set(stems))
    most = max(NEVER_COMMON, COMMON * len(texts))
    vectors = {}
    for text, stems in texts.items():
        counts = Counter(stem for stem in stems if FEWEST <= spread[stem] <= most)
        weights = {
            stem: (1 + math.log(count)) * math.log(1 + len(texts) / spread[stem])
            for stem, count in counts.items()
        }
        kept = dict(sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:KEPT])
        if length := math.sqrt(sum(weight * weight for weight in kept.values())):
            vectors[text] = {stem: weight / length for stem, weight in kept.items()}
    return vectors


def _neighbours(vectors: Mapping[int, Vector]) -> dict[int, dict[int, float]]:
    """Return for each text those that ask the same; only texts with a word in common are compared."""
    standing: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for text, vector in vectors.items():
        likeness: Counter[int] = Counter()
        for stem, weight in vector.items():
            for other, its in standing[stem]:
                likeness[other] += weight * its  # type: ignore[assignment] # shares are counted, too
            standing[stem].append((text, weight))
        for other, cosine in likeness.items():
            if cosine >= NEAR:
                near[text][other] = near[other][text] = cosine
    return dict(near)


def _shared(vectors: Sequence[Vector]) -> tuple[str, ...]:
    """Return the words that more than half of a group has, the weightiest first."""
    spread = Counter(stem for vector in vectors for stem in vector)
    weight: Counter[str] = Counter()
    for vector in vectors:
        weight.update(vector)
    common = [stem for stem in weight if 2 * spread[stem] > len(vectors)]
    return tuple(sorted(common, key=lambda stem: (-weight[stem], stem))[:SHARED])
