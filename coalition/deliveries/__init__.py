"""To whom a text is addressed, how it was delivered, what was answered, and what happened since: the timeline of a memorandum."""
