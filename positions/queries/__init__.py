"""The only door from tables to comparison: reads that answer one question each, in a constant number of queries.

Plain values come in, frozen records go out; nothing is written. Called by all stages that write
and all that show.
"""
