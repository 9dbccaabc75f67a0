"""BagIt packages (RFC 8493): read and checked strictly, written as a stream. Knows nothing of customers."""
