"""
`Email` passes the kit that strangers' adapters pass, over the samples that ship.

`Messenger` does so in `tests/adapters/meta/test_conformance.py`.
"""

from omnidesk.adapters.email import Email, OptOutAddress
from omnidesk.testing import AdapterConformance, builtin_samples


class TestEmail(AdapterConformance):
    adapter = Email(
        own_addresses=("support@hoasen.example",),
        own_domains=("hoasen.example",),
        opt_out_addresses=(OptOutAddress("ngung-nhan@hoasen.example", purpose="newsletter"),),
    )
    samples = builtin_samples("email")
