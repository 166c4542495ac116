"""What is lost when everything dies at the worst moment: rounds of ingestion with real processes that are killed.

`make faults` runs five rounds with 2,000 articles; the tests run one with 200.
"""
