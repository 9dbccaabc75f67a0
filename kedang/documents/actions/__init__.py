"""The verbs for documents. Each passes the door and leaves exactly one event."""
