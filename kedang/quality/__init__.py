"""How good the data is, and working off what is not."""
