"""What all audiences share: routes, guards, forms, error pages, headers, sessions, and the page cache."""
