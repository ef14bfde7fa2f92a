"""Those who sign: organisations with their names in several languages, and the private contacts there."""
