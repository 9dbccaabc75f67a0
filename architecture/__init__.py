"""Checks that keep the promises: each with a test that plants a violation and sees it caught."""
