"""Person and department: models only."""
