"""The words of Asterisk's records: columns, dispositions, applications, events, causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import Outcome

# --- call detail records --------------------------------------------------------------------------

MASTER_CSV = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp"),
    *("lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags"),
)
"""What every Master.csv has, in the order of cdr_csv.c."""
NEW_CDR_COLUMNS = ("peeraccount", "linkedid", "sequence")

CDR_COLUMNS = frozenset(
    (
        *MASTER_CSV,
        *NEW_CDR_COLUMNS,
        *("uniqueid", "userfield"),
        # FreePBX adds these to the table of the database.
        *("did", "recordingfile", "cnum", "cnam", "outboundcnum", "outboundcnam", "dstcnam"),
    )
)
CDR_NAMES: Mapping[str, str] = {
    **{name: name for name in CDR_COLUMNS},
    # Databases.
    "calldate": "start",
    # The manager interface (AMI).
    "source": "src",
    "destination": "dst",
    "destinationcontext": "dcontext",
    "callerid": "clid",
    "destinationchannel": "dstchannel",
    "lastapplication": "lastapp",
    "starttime": "start",
    "answertime": "answer",
    "endtime": "end",
    "billableseconds": "billsec",
}
"""Every spelling of a column, in lower case and without underscores, and what it is here."""

DISPOSITIONS: Mapping[str, Outcome] = {
    "ANSWERED": "answered",
    "NO ANSWER": "missed",
    "BUSY": "busy",
    "FAILED": "failed",
    "CONGESTION": "failed",
}

QUEUES = frozenset(("queue",))
VOICEMAIL = frozenset(("voicemail", "minivmrecord"))
TALKED_IN = frozenset(
    (
        *("dial", "retrydial", "followme", "appdial", "bridge", "appbridge", "bridgewait"),
        *("confbridge", "meetme", "page", "pickup", "pickupchan", "parkedcall"),
    )
)
"""Applications in which people talk to people. All others are the exchange talking."""
SPECIAL = frozenset(("", "s", "i", "t", "h", "o", "a", "e", "~~s~~", "failed", "fax", "hang"))
"""Special extensions of a dialplan: places in it, and nobody's number."""

# --- channel event logging ------------------------------------------------------------------------

CEL_COLUMNS = (
    *("eventtype", "eventtime", "cidname", "cidnum", "cidani", "cidrdnis", "ciddnid", "exten"),
    *("context", "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid"),
    *("linkedid", "peer", "userfield", "userdeftype", "extra"),
)
"""The order of the mapping in Asterisk's sample of cel_custom.conf."""
CEL_NAMES: Mapping[str, str] = {
    **{name: name for name in CEL_COLUMNS},
    "eventextra": "extra",
    "bridgepeer": "peer",
    "channel": "channame",
    "acctcode": "accountcode",
    # The manager interface (AMI).
    "eventname": "eventtype",
    "calleridnum": "cidnum",
    "calleridname": "cidname",
    "calleridani": "cidani",
    "calleridrdnis": "cidrdnis",
    "calleriddnid": "ciddnid",
    "application": "appname",
}
"""As `CDR_NAMES`, for events."""

CEL_EVENTS = (
    *("CHAN_START", "APP_START", "APP_END", "FORWARD", "PICKUP", "ANSWER", "BRIDGE_START"),
    *("BRIDGE_ENTER", "BRIDGE_EXIT", "BRIDGE_UPDATE", "BRIDGE_END", "PARK_START", "PARK_END"),
    *("MIXMONITOR_START", "MIXMONITOR_STOP", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER"),
    *("LOCAL_OPTIMIZE", "LOCAL_OPTIMIZE_BEGIN", "STREAM_BEGIN", "STREAM_END", "DTMF"),
    *("USER_DEFINED", "HANGUP", "CHAN_END", "LINKEDID_END"),
)
"""The types of events, in the order in which those of one moment happen."""

DIALLED_BY_AN_APPLICATION = frozenset(("appdial", "appdial2", "appqueue"))
"""What Asterisk writes as the application of a channel that it has called."""

DIAL_STATES: Mapping[str, Outcome] = {
    "NOANSWER": "missed",
    "CANCEL": "cancelled",
    "BUSY": "busy",
    "CONGESTION": "failed",
    "CHANUNAVAIL": "failed",
    "DONTCALL": "rejected",
    "TORTURE": "rejected",
    "INVALIDARGS": "failed",
}
"""The variable DIALSTATUS of the channel that has called."""

CAUSES: Mapping[str, Outcome] = {
    "17": "busy",
    "18": "missed",
    "19": "missed",
    "21": "rejected",
    **dict.fromkeys(("1", "2", "3", "20", "22", "27", "28", "29", "34", "38"), "failed"),
    **dict.fromkeys(("41", "42", "44", "50", "58", "66", "88", "102", "127"), "failed"),
    # "Answered elsewhere": another telephone of the group was quicker.
    "26": "missed",
}
"""Causes of ITU-T Q.850 that say why nobody answered. 0 and 16 say nothing of the kind."""
