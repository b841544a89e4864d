"""Make ``python -m pet_workbench.cli`` the same as ``pet-workbench``."""

import sys

from pet_workbench.cli import main

if __name__ == "__main__":
    sys.exit(main())
