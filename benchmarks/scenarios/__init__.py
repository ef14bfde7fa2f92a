"""What is measured: a page that is ready, one that is not, signing, and what a server needs."""
