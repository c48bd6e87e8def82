"""The features of sentences, counted word by word as somebody would who reads them, beside those that the model finds."""

from secondstory.coach.model.features import (
    HAS,
    KIND_WORD,
    KINDS,
    LENGTH,
    NOBODY,
    PAIR,
    SKIP,
    SUBJECT,
    TRACKED,
    WHOLE,
    WORD,
    WORD_KIND,
    Sentences,
    features,
)


def plain_features(tokens):
    """The features of a sentence as somebody would count them who reads it word by word."""
    found = []
    add = found.append
    word_1 = word_2 = kind_1 = kind_2 = subject = seen = 0
    for word, _, kind, begins, ends_clause, is_verbal, tracked in tokens:
        add(WORD | word)
        add(PAIR | word_1 << 20 | word)
        add(SKIP | word_2 << 20 | word)
        add(KIND_WORD | kind_1 << 20 | word)
        add(WORD_KIND | word_1 << 20 | kind)
        add(KINDS | kind_2 << 28 | kind_1 << 20 | kind)
        if begins:
            subject = begins
        elif ends_clause:
            subject |= 128
        elif is_verbal:
            add(SUBJECT | subject << 20 | word)
        seen |= tracked
        word_2, word_1, kind_2, kind_1 = word_1, word, kind_1, kind
    add(PAIR | word_1 << 20)
    add(KINDS | kind_2 << 28 | kind_1 << 20)
    add(WHOLE | LENGTH + min(9, len(tokens) // 5))
    if not seen:
        add(WHOLE | NOBODY)
    found.extend(WHOLE | HAS + place for place in range(len(TRACKED)) if seen >> place & 1)
    return found


def features_of(*sentences):
    """The features of each sentence, a list of tokens, as the model finds them in all of them together."""
    keys, owners = features(Sentences([b"".join(one.packed() for one in tokens) for tokens in sentences]))
    return [keys[owners == place].tolist() for place in range(len(sentences))]
