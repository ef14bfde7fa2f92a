"""Work to do later: rows enqueued in the caller's transaction, run with leases, retries and growing pauses."""
