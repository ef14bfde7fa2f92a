"""The sentences of numbered notifications, on pages, in feeds and by mail."""
