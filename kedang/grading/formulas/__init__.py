"""The formulas, as pure functions: nothing here knows of customers, rights or the database.

Each has a `VERSION` that is kept with what it gave, and is raised when the formula changes.
"""
