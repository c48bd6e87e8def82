"""`python -m secondstory` is the command `secondstory`."""

from secondstory.main import main

main()
