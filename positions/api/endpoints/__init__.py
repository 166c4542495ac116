"""What is answered at each address, a file for each kind of thing; `freezing` and `webhook_records` are part of others:
the comparisons that `snapshots` freezes, and what `webhooks` is asked and tells."""
