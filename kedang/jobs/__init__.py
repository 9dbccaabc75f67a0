"""Work that outlives a request: queue, lease, retry, schedule."""
