"""Every access and every change."""
