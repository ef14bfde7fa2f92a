"""The API for programs: JSON in and out, the same operations as the pages, errors as problem+json."""
