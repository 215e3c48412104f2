"""`python -m omnidesk.testing record …`: write down what an adapter makes of samples."""

import sys

from omnidesk.testing._record import main

sys.exit(main())
