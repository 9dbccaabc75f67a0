"""Surveys, complaints, campaigns."""
