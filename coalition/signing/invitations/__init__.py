"""From the private link to the text; delegating the invitation, declining it."""
