"""The words of a plan's report, in English and in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.policy.erasure._plan import PlanEntry
    from omnidesk.policy.review._phrases import Language

Mark: TypeAlias = Literal["due", "scheduled", "review", "restricted"]
"""What the report tells apart: by colour, by pattern and by a word."""

MARKS: tuple[Mark, ...] = ("due", "scheduled", "review", "restricted")
"""In the order in which they are shown."""


def mark(entry: PlanEntry) -> Mark:
    """Return what an entry of a plan is shown as."""
    if entry.action == "review":
        return "review"
    if entry.action == "restrict":
        return "restricted"
    return "due" if entry.state == "due" else "scheduled"


NAMES: Mapping[Language, Mapping[Mark, str]] = {
    "en": {
        "due": "goes now",
        "scheduled": "goes later",
        "review": "a person decides",
        "restricted": "kept and shut away",
    },
    "vi": {
        "due": "xóa ngay",
        "scheduled": "xóa theo lịch",
        "review": "chờ người xem xét",
        "restricted": "lưu giữ, hạn chế xử lý",
    },
}
"""What each is called."""

ACTIONS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "delete": "deleted",
        "redact": "emptied of its content",
        "anonymise": "made anonymous",
        "review": "put before a person",
        "restrict": "kept and shut away",
    },
    "vi": {
        "delete": "xóa",
        "redact": "xóa nội dung",
        "anonymise": "khử nhận dạng",
        "review": "chuyển người có trách nhiệm xem xét",
        "restrict": "lưu giữ, hạn chế xử lý",
    },
}
"""What becomes of an item."""

SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Erasure plan: {policy}",
        "lead": "What goes, when and why, as decided for {now}. Nothing has been changed yet.",
        "lead_horizon": "What goes until {horizon}, when and why, as decided for {now}. Nothing "
        "has been changed yet.",
        "none": "Nothing goes, and nothing is to be shut away.",
        "items": "items",
        "timeline": "When",
        "timeline_label": "Items by the date on which they go. The same numbers are in the table "
        "below.",
        "caption": "Each bar stands on the date on which its items go. Those to the left of "
        "now should have gone before.",
        "now": "now",
        "undated": "no date",
        "summary": "What",
        "reasons": "Why",
        "category": "kind of thing",
        "channel": "channel",
        "total": "all",
        "first": "first date",
        "last": "last date",
        "count": "items",
        "becomes": "what becomes of it",
        "because": "because of",
        "details": "The items by id",
        "more": "{count} more are in the plan file.",
        "item": "item",
        "date": "date",
        "purposes": "may be used for {purposes} only",
        "hold": "a legal hold",
        "keeps": "keeps it",
        "demands": "demands it",
        "plan": "plan",
        "policy": "policy",
        "version": "version",
        "facts": "facts",
        "zone": "All dates are in the time of {zone}. This report explains a policy and is not "
        "legal advice. It holds pseudonymous ids, and no names, addresses or texts.",
    },
    "vi": {
        "title": "Kế hoạch xóa dữ liệu: {policy}",
        "lead": "Dữ liệu nào bị xóa, khi nào và vì sao, tính tại thời điểm {now}. Chưa có thay đổi "
        "nào được thực hiện.",
        "lead_horizon": "Dữ liệu nào bị xóa đến {horizon}, khi nào và vì sao, tính tại thời điểm "
        "{now}. Chưa có thay đổi nào được thực hiện.",
        "none": "Không có dữ liệu nào phải xóa hoặc phải hạn chế xử lý.",
        "items": "mục",
        "timeline": "Thời gian",
        "timeline_label": "Số mục theo ngày xóa. Số liệu này cũng có trong bảng bên dưới.",
        "caption": "Mỗi cột ứng với ngày dữ liệu bị xóa. Các cột bên trái thời điểm hiện tại là "
        "dữ liệu đã quá hạn.",
        "now": "hiện tại",
        "undated": "chưa có ngày",
        "summary": "Dữ liệu",
        "reasons": "Căn cứ",
        "category": "loại dữ liệu",
        "channel": "kênh",
        "total": "tổng",
        "first": "ngày đầu",
        "last": "ngày cuối",
        "count": "số mục",
        "becomes": "cách xử lý",
        "because": "theo",
        "details": "Danh sách mã định danh",
        "more": "Còn {count} mục khác trong tệp kế hoạch.",
        "item": "mã",
        "date": "ngày",
        "purposes": "chỉ được xử lý cho mục đích: {purposes}",
        "hold": "yêu cầu lưu giữ chứng cứ",
        "keeps": "yêu cầu lưu giữ",
        "demands": "yêu cầu xóa",
        "plan": "kế hoạch",
        "policy": "chính sách",
        "version": "phiên bản",
        "facts": "sự kiện",
        "zone": "Mọi thời điểm được tính theo múi giờ {zone}. Báo cáo này giải thích chính sách và "
        "không phải là tư vấn pháp lý. Báo cáo chỉ chứa mã định danh giả danh, không chứa tên, địa "
        "chỉ hoặc nội dung.",
    },
}
"""The sentences and headings."""
