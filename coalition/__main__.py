"""`python -m coalition`."""

from coalition.commands import main

main()
