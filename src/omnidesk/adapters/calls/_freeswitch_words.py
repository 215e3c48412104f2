"""The words of FreeSWITCH's records: causes, applications, variables, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import Direction, Outcome

CAUSES: Mapping[str, Outcome] = {
    **dict.fromkeys(
        ("NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT", "PROGRESS_TIMEOUT"), "missed"
    ),
    "ORIGINATOR_CANCEL": "cancelled",
    # Another telephone of the group was quicker: nobody has missed anything.
    "LOSE_RACE": "cancelled",
    "PICKED_OFF": "cancelled",
    "USER_BUSY": "busy",
    "CALL_REJECTED": "rejected",
    "USER_CHALLENGE": "rejected",
    "OUTGOING_CALL_BARRED": "rejected",
    "INCOMING_CALL_BARRED": "rejected",
    **dict.fromkeys(
        (
            *("UNALLOCATED_NUMBER", "NO_ROUTE_TRANSIT_NET", "NO_ROUTE_DESTINATION"),
            *("SUBSCRIBER_ABSENT", "USER_NOT_REGISTERED", "NUMBER_CHANGED", "INVALID_PROFILE"),
            *("DESTINATION_OUT_OF_ORDER", "INVALID_NUMBER_FORMAT", "INVALID_GATEWAY"),
            *("NORMAL_CIRCUIT_CONGESTION", "NETWORK_OUT_OF_ORDER", "GATEWAY_DOWN", "INVALID_URL"),
            *("NORMAL_TEMPORARY_FAILURE", "SWITCH_CONGESTION", "REQUESTED_CHAN_UNAVAIL"),
            *("FACILITY_NOT_SUBSCRIBED", "BEARERCAPABILITY_NOTAUTH", "SERVICE_UNAVAILABLE"),
            *("BEARERCAPABILITY_NOTAVAIL", "BEARERCAPABILITY_NOTIMPL", "SERVICE_NOT_IMPLEMENTED"),
            *("CHAN_NOT_IMPLEMENTED", "FACILITY_NOT_IMPLEMENTED", "INCOMPATIBLE_DESTINATION"),
            *("MANDATORY_IE_MISSING", "RECOVERY_ON_TIMER_EXPIRE", "PROTOCOL_ERROR", "CRASH"),
            *("INTERWORKING", "MEDIA_TIMEOUT", "SYSTEM_SHUTDOWN", "CHAN_NOT_IMPLEMENTED"),
        ),
        "failed",
    ),
}
"""Why a leg ended that nobody answered (`hangup_cause`). Others say nothing of the kind."""

VOICEMAIL = frozenset(("voicemail",))
CONFERENCES = frozenset(("conference",))

DIRECTIONS: Mapping[str, Direction] = {
    "inbound": "inbound",
    "outbound": "outbound",
    "local": "internal",
}
"""The variable `call_direction` that FusionPBX sets. `direction` is the channel's own."""

PARENTS = ("cc_member_session_uuid", "originating_leg_uuid", "ent_originate_aleg_uuid")
"""Variables of a leg with the leg that made it, the surest first."""
OTHER_LEGS = ("call_uuid", "bridge_uuid", "last_bridge_to", "signal_bond", "bleg_uuid")
"""Variables with other legs of the call."""

TEMPLATES: Mapping[str, str] = {
    "example": (
        '"${caller_id_name}","${caller_id_number}","${destination_number}","${context}",'
        '"${start_stamp}","${answer_stamp}","${end_stamp}","${duration}","${billsec}",'
        '"${hangup_cause}","${uuid}","${bleg_uuid}","${accountcode}","${read_codec}",'
        '"${write_codec}"'
    ),
    "sql": (
        'INSERT INTO cdr VALUES ("${caller_id_name}","${caller_id_number}",'
        '"${destination_number}","${context}","${start_stamp}","${answer_stamp}","${end_stamp}",'
        '"${duration}","${billsec}","${hangup_cause}","${uuid}","${bleg_uuid}", '
        '"${accountcode}");'
    ),
    "asterisk": (
        '"${accountcode}","${caller_id_number}","${destination_number}","${context}",'
        '"${caller_id}","${channel_name}","${bridge_channel}","${last_app}","${last_arg}",'
        '"${start_stamp}","${answer_stamp}","${end_stamp}","${duration}","${billsec}",'
        '"${hangup_cause}","${amaflags}","${uuid}","${userfield}"'
    ),
}
"""Templates that cdr_csv.conf.xml comes with, by their names."""
LEGACY = "legacy"
"""Another name for the columns in Asterisk's order."""
