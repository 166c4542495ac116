"""How an article knows a stance: quoted, paraphrased, reported or predicted."""
