"""What programs may read and do: JSON in and out, the same operations as the pages, problems for errors."""
