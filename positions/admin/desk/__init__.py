"""The review desk: one statement at a time, with its article, its consequences, and a key for everything.

Thin: it reads through `queries`, foresees and decides through `review`, and changes nothing itself.
"""
