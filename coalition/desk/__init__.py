"""The desk: what coordinators and editors do; handlers only, the rules are in the domain."""
