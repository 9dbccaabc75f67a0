"""What business papers say of themselves: pure functions of a text, without Django or the database."""
