"""Measures that compare the site with nginx and with a Django site of the same content, in one run; `python -m benchmarks`."""
