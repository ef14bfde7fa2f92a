"""Mistakes in public records that anybody reports, and private links that reached somebody else: read and answered by coordinators."""
