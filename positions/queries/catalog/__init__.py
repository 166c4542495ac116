"""The catalog: which talks there are, who and what they are about, and what was called otherwise."""
