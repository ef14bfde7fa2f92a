"""Forums and programmes at the desk."""
