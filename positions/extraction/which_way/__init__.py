"""Which way a party leans on a target, and on what condition."""
