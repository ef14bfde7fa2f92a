"""The pages on which a representative answers an invitation: without an account or scripts; a GET changes nothing."""
