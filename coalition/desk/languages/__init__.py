"""The languages of a draft: how each stands, two of them side by side, and the glossary."""
