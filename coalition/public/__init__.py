"""What everybody may read: pages, files and feeds. No cookie is read or set, and nothing withheld is in any of them."""
