"""What a customer sees and asks for by an expiring link."""
