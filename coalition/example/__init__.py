"""The example: Kyiv 2013 as a record of the past, a memorandum that can be signed now, and one that is being written."""
