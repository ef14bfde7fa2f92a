"""What numbered notifications say, on pages, in feeds and by mail."""
