"""The front page, pages about the site, and files for crawlers and monitors."""
