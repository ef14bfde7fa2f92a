"""Coalition: forums, memoranda, and the organisations that sign them; docs/architecture.md is the map."""
