"""What words and sentences are: the parse, the lexicon of stance and speech, word families, likeness in meaning."""
