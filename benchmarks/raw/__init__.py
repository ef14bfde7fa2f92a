"""What the same work takes without a framework: bytes that are sent, rows that are written, rows that are joined."""
