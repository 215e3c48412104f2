"""What type checkers see of the package itself. Checked, never run."""

from typing import assert_type

import omnidesk

assert_type(omnidesk.__version__, str)
