"""What `make` calls: checks, catalogues, generated pages, a PostgreSQL for tests."""
