"""Keys and encrypted blobs; an owner is an opaque id."""
