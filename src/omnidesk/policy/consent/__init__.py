"""Consent: who allowed what, how that is shown, and whether a text takes it back."""

from omnidesk.policy.consent._ceilings import CEILINGS, Ceiling
from omnidesk.policy.consent._detect import (
    Evidence,
    OptOut,
    OptOutScope,
    detect_opt_out,
    opt_out_in,
)
from omnidesk.policy.consent._events import ConsentEvent, ConsentKind, wording_digest
from omnidesk.policy.consent._findings import ConsentFinding, consents_in
from omnidesk.policy.consent._iso_27560 import iso_27560_record, read_iso_27560_record
from omnidesk.policy.consent._kantara import kantara_receipt, read_kantara_receipt
from omnidesk.policy.consent._ledger import Ledger, Standing, StandingState
from omnidesk.policy.consent._ledger_lines import dump_ledger, load_ledger
from omnidesk.policy.consent._opt_in import OptIn, OptInAct, OptInState
from omnidesk.policy.consent._proof import ProofBundle, ProofEntry, prove
from omnidesk.policy.consent._receipts import ReceiptDetails
from omnidesk.policy.consent._sayings import OptOutVerdict
from omnidesk.policy.consent._signals import FormAnswer, consent_events, form_events, text_events

__all__ = [
    "CEILINGS",
    "Ceiling",
    "ConsentEvent",
    "ConsentFinding",
    "ConsentKind",
    "Evidence",
    "FormAnswer",
    "Ledger",
    "OptIn",
    "OptInAct",
    "OptInState",
    "OptOut",
    "OptOutScope",
    "OptOutVerdict",
    "ProofBundle",
    "ProofEntry",
    "ReceiptDetails",
    "Standing",
    "StandingState",
    "consent_events",
    "consents_in",
    "detect_opt_out",
    "dump_ledger",
    "form_events",
    "iso_27560_record",
    "kantara_receipt",
    "load_ledger",
    "opt_out_in",
    "prove",
    "read_iso_27560_record",
    "read_kantara_receipt",
    "text_events",
    "wording_digest",
]
