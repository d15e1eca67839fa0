"""`python -m node.cli` is `heliograph`, where the script is not on the path."""

import sys

from node.cli import main

sys.exit(main())
