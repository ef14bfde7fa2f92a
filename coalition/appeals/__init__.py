"""Urgent appeals: whom one is about, what is asked of whom, until which hour, and the networks whose members are asked to sign."""
