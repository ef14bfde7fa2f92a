"""WordPress as most sites run it: PHP-FPM behind nginx and MariaDB, from packages of Debian that are unpacked into a folder."""
