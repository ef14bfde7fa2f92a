"""Background jobs: enqueued in the caller's transaction, run with leases and retries."""
