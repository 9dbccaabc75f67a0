"""What every room stands on: base model, actor, errors, clock, text and formats."""
