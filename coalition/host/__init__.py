"""The host: who runs this installation, as letters and public pages name it, and how a letter can be checked without its link."""
