"""Purchases, interactions, needs and opportunities of customers."""
