"""Pure: what parties hold is compared here, without a database, a clock or settings.

In come frozen records that `queries` read, out go frozen records that the API sends as they are.
`records` says what is compared; each other module answers one question: `matrix` (who holds what).
"""

# Named in every answer, and raised when the same records would give another answer, be it by one field more.
ENGINE = "4"
