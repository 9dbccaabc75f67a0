"""Lists of customers: rows read, matched with the archive, created or updated, undone."""
