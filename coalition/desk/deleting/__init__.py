"""Pages on which coordinators delete what was begun by mistake."""
