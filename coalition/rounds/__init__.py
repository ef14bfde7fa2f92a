"""Consultation rounds: a frozen copy of a draft that is sent to organisations until a deadline, their seats, answers and the result."""
