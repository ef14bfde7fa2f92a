"""The register of organisations: names in several languages, events, domain proofs, private contacts."""
