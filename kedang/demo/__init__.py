"""One believable company, built through the actions."""
