"""Changes that need two coordinators: one asks, another approves or refuses, and then the change is carried out or forgotten."""
