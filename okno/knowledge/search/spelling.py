"""Words typed wrongly: what may have been meant is found by leaving letters out, then counted exactly. Pure."""

SHORTEST = 4  # letters; shorter words are too near to one another
TWO_FROM = 8  # letters, from which on two slips are forgiven


def lessened(word: str) -> list[str]:
    """Return the word, and each time with one letter less; two words that share one are at most two slips apart."""
    if len(word) < SHORTEST:
        return [word]
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


def forgiven(word: str) -> int:
    """Return how many slips are forgiven in a word of its length; a code with digits is meant as it is."""
    if len(word) < SHORTEST or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < TWO_FROM else 2


def slips(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with a neighbour to make one word the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]
