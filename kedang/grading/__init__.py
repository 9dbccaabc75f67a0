"""Calculated scores and service levels; they propose, people decide."""
