"""A Django site with the same content and the same job, written as Django's documentation advises."""
