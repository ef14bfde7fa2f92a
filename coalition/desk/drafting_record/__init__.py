"""The public record of drafting: what can come into it, publishing lines, taking them back."""
