"""Customers (客户): records, contact points, tags, history."""
