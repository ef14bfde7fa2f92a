"""Networks at the desk."""
