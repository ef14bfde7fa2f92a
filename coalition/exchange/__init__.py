"""What comes in and goes out as files: imports with preview and row errors, exports, and the example."""
