"""Who may sign, who did, and who may know: invitations, acts that are never changed, and the status computed from them."""
