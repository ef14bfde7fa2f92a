"""What everybody finds in one search: results of every kind, for the page and the API. Which kinds there are is one table."""
