"""Who may: the rule for reading and the door for writing."""
