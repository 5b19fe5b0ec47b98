"""`python -m zhunru`。"""

from zhunru.cli import main

main()
