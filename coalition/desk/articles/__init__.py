"""Articles at the desk."""
