"""Tables as files: CSV and workbooks, read and written."""
