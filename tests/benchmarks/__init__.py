"""How fast Parley answers, beside others that answer the same: `make bench`, or `python -m tests.benchmarks`.

    reference   the seeded work        servers   who serves it: Parley and its rivals
    storing     into PostgreSQL        load      asks, and times every answer
    sqlite      the same for Datasette measures  what is asked of whom, in rounds
    questions   what is asked          report    figures into tables
                                       growth    the same at other sizes

Not part of the default test run. Nothing of the product imports it.
"""
