"""The example: Kyiv 2013 as a record of the past, and a memorandum that can be signed now."""
