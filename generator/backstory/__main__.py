"""`python -m backstory` is `backstory`."""

from backstory.cli import main

main()
