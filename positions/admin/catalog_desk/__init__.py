"""The catalog of one negotiation edited entry by entry; `catalog` checks and stores."""
