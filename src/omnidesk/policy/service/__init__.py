"""Service: is somebody there, how soon must they answer, and whom first?"""

from omnidesk.policy.service._clock import HORIZON, SupportClock
from omnidesk.policy.service._closings import Closing, dump_closings, load_closings
from omnidesk.policy.service._files import (
    builtin_service_policies,
    builtin_service_policy,
    load_service_policy,
    print_service_policy,
    read_service_policy,
    service_policy_schema,
)
from omnidesk.policy.service._lint import ServiceFinding, ServiceFindingCode, lint_service
from omnidesk.policy.service._opening import Opening, opening
from omnidesk.policy.service._policy import ServicePolicy
from omnidesk.policy.service._report import ServiceCount, ServiceReport, service_report
from omnidesk.policy.service._rows import (
    Clock,
    Department,
    OpenTime,
    Precedence,
    ResponseTime,
    ServiceRow,
    SupportHours,
)
from omnidesk.policy.service._waits import Wait, WaitState, queue, waits

__all__ = [
    "HORIZON",
    "Clock",
    "Closing",
    "Department",
    "OpenTime",
    "Opening",
    "Precedence",
    "ResponseTime",
    "ServiceCount",
    "ServiceFinding",
    "ServiceFindingCode",
    "ServicePolicy",
    "ServiceReport",
    "ServiceRow",
    "SupportClock",
    "SupportHours",
    "Wait",
    "WaitState",
    "builtin_service_policies",
    "builtin_service_policy",
    "dump_closings",
    "lint_service",
    "load_closings",
    "load_service_policy",
    "opening",
    "print_service_policy",
    "queue",
    "read_service_policy",
    "service_policy_schema",
    "service_report",
    "waits",
]
