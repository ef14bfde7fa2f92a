"""The public record of drafting."""
