"""Lists of purchases and interactions: rows read, linked with customers, recorded, taken back."""
