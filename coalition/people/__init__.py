"""Those who sign in: coordinators, their sign-in links, sessions, passwords and API tokens."""
