"""Who is asked to sign: invitations, private links, letters, reminders, and the lists by which coordinators follow them."""
