"""Settings, addresses and the wiring between rooms."""
