"""The pages on which a representative answers an invitation: no account, no script, and nothing is changed by looking."""
