"""What spaCy's rules say of a word is the same, asked once for its kind or at the word itself."""

from pathlib import Path

import pytest
import spacy

from positions.extraction.language.parsing import DEFAULT_MODEL, UNUSED_PIPES, load_model

CONSTRUCTED = Path(__file__).with_name("constructed_sentences.txt").read_text(encoding="utf-8").splitlines()
SPOKEN = [
    "There's nothing that they aren't gonna say, and it ain't over.",
    "Let's go, y'all: I've gotta do what's to be done, but you did it once.",
    "Everyone wo n't \n have had  this; somethin' they'd been sayin' gets him whatever he got.",
]


@pytest.fixture(scope="module")
def as_it_comes():
    return spacy.load(DEFAULT_MODEL, exclude=UNUSED_PIPES)


@pytest.mark.parametrize("look", ["first", "second"])
def test_words_are_described_as_by_the_model_as_it_comes(as_it_comes, look):
    texts = [line.rsplit("|", 1)[-1].strip() for line in CONSTRUCTED] + SPOKEN

    for plain, quick in zip(as_it_comes.pipe(texts), load_model(DEFAULT_MODEL).pipe(texts), strict=True):
        assert described(quick) == described(plain)


def described(doc):
    return [(t.text, t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, str(t.morph)) for t in doc]
