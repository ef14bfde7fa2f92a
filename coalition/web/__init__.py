"""What all audiences share: routes, guards, loaders, forms, error pages, headers, and the bytes of published pages."""
