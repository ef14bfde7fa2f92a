"""The register of organisations at the desk."""
