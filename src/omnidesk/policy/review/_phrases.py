"""The words in which decisions are explained, in English and in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from omnidesk.policy._base import Force
    from omnidesk.policy._items import Category
    from omnidesk.policy._rules import Action

Language: TypeAlias = Literal["en", "vi"]
"""The languages that decisions are explained in: English and Vietnamese."""

CATEGORIES: Mapping[Language, Mapping[Category, str]] = {
    "en": {
        "message": "the text of a message",
        "quote": "a quotation in a message",
        "edit": "an earlier version of a message",
        "attachment": "an attachment",
        "reaction": "a reaction",
        "receipt": "a receipt of delivery or reading",
        "call": "the record of a call",
        "recording": "the recording of a call",
        "voicemail": "a voicemail",
        "transcript": "a transcript",
        "summary": "a summary",
        "identity": "what identifies a participant",
        "notice": "a notice",
        "consent": "a record of consent",
        "rights_request": "a request about personal data",
        "raw": "a payload as it was received",
        "page_view": "a page view",
        "access_log": "an access log",
        "form": "a form that was filled in",
        "survey": "an answer to a survey",
        "credential": "a credential",
        "account_record": "a customer's record",
        "statistics": "statistics",
    },
    "vi": {
        "message": "nội dung tin nhắn",
        "quote": "phần trích dẫn trong tin nhắn",
        "edit": "phiên bản trước của tin nhắn",
        "attachment": "tệp đính kèm",
        "reaction": "biểu tượng cảm xúc",
        "receipt": "thông tin đã gửi hoặc đã xem",
        "call": "nhật ký cuộc gọi",
        "recording": "bản ghi âm cuộc gọi",
        "voicemail": "thư thoại",
        "transcript": "bản chép lời",
        "summary": "bản tóm tắt",
        "identity": "thông tin nhận dạng người tham gia",
        "notice": "thông báo trong hội thoại",
        "consent": "ghi nhận sự đồng ý",
        "rights_request": "yêu cầu của chủ thể dữ liệu",
        "raw": "dữ liệu gốc như khi tiếp nhận",
        "page_view": "lượt xem trang",
        "access_log": "nhật ký truy cập",
        "form": "biểu mẫu đã điền",
        "survey": "câu trả lời khảo sát",
        "credential": "thông tin đăng nhập",
        "account_record": "hồ sơ khách hàng",
        "statistics": "số liệu thống kê",
    },
}
"""What an item is."""

ACTIONS: Mapping[Language, Mapping[Action, str]] = {
    "en": {
        "delete": "deleted",
        "redact": "emptied of its content",
        "anonymise": "made anonymous",
        "review": "put before a person, who decides",
    },
    "vi": {
        "delete": "phải được xóa",
        "redact": "phải được xóa nội dung",
        "anonymise": "phải được khử nhận dạng",
        "review": "phải được chuyển cho người có trách nhiệm xem xét, quyết định",
    },
}
"""What is to become of an item. In English, it stands behind "it is to be"."""

FORCES: Mapping[Language, Mapping[Force, str]] = {
    "en": {
        "policy": "the desk's own policy",
        "platform": "a platform's terms",
        "right": "a person's right",
        "law": "the law",
        "hold": "a legal hold",
    },
    "vi": {
        "policy": "chính sách nội bộ",
        "platform": "điều khoản của nền tảng",
        "right": "quyền của chủ thể dữ liệu",
        "law": "quy định của pháp luật",
        "hold": "yêu cầu lưu giữ chứng cứ",
    },
}
"""On whose authority a claim is made."""

_EVENTS: Mapping[str, tuple[str, str]] = {
    "access_revoked": ("the withdrawal of access", "việc thu hồi quyền truy cập"),
    "account_closed": ("the closing of the account", "thời điểm đóng tài khoản"),
    "app_stopped": ("the end of the app", "thời điểm ứng dụng ngừng hoạt động"),
    "business_ceased": (
        "the end of the business's use of the service",
        "thời điểm doanh nghiệp ngừng sử dụng dịch vụ",
    ),
    "calendar": (
        "a business calendar that covers the days",
        "lịch làm việc bao gồm các ngày cần tính",
    ),
    "claim_settled": ("the settlement of the claim", "việc giải quyết xong tranh chấp"),
    "claims_lapsed": ("the end of the time for claims", "thời điểm hết thời hiệu khởi kiện"),
    "consent_withdrawn": ("the withdrawal of consent", "việc rút lại sự đồng ý"),
    "contract_ended": ("the end of the contracts", "thời điểm chấm dứt hợp đồng"),
    "contract_started": ("the start of a contract", "thời điểm bắt đầu hợp đồng"),
    "created": ("the date of the item itself", "thời điểm phát sinh dữ liệu"),
    "customer_ceased": (
        "the end of the customer relationship",
        "thời điểm chấm dứt quan hệ khách hàng",
    ),
    "deleted_by_hand": ("somebody's deleting it by hand", "việc xóa thủ công"),
    "duty_ended": ("the end of the legal duty", "thời điểm chấm dứt nghĩa vụ pháp lý"),
    "erasure_requested": ("a request for erasure", "yêu cầu xóa dữ liệu"),
    "fetched": ("the last fetch from the platform", "lần tải gần nhất từ nền tảng"),
    "inaccuracy_claimed": (
        "a claim that it is inaccurate",
        "khiếu nại về tính chính xác của dữ liệu",
    ),
    "last_access": ("the last access", "lần truy cập gần nhất"),
    "logged_out": ("the logout", "thời điểm đăng xuất"),
    "minor_without_consent": (
        "word that it is a child's, without a guardian's consent",
        "việc phát hiện dữ liệu của trẻ em chưa có sự đồng ý của người giám hộ",
    ),
    "objected": ("an objection", "việc phản đối xử lý dữ liệu"),
    "platform_demanded_deletion": ("a demand of the platform", "yêu cầu xóa của nền tảng"),
    "restriction_requested": ("a request for restriction", "yêu cầu hạn chế xử lý dữ liệu"),
    "service_terminated": ("the termination of the service", "thời điểm chấm dứt dịch vụ"),
}
"""Facts that are waited for. The list of facts is open: others are named by their kind."""

_PURPOSES: Mapping[str, tuple[str, str]] = {
    "accounting": ("accounting", "kế toán"),
    "billing": ("billing", "thanh toán cước"),
    "consent": ("what the person agrees to", "mục đích đã được đồng ý"),
    "contract": ("performing a contract", "thực hiện hợp đồng"),
    "correspondence": ("correspondence", "lưu thư từ giao dịch"),
    "hold": ("a legal hold", "lưu giữ chứng cứ"),
    "legal_claims": ("legal claims", "giải quyết tranh chấp, khiếu nại"),
    "legal_obligation": ("a legal obligation", "thực hiện nghĩa vụ pháp lý"),
    "legal_reasons": ("legal reasons", "lý do pháp lý"),
    "marketing": ("marketing", "tiếp thị"),
    "proof_of_consent": ("proof of consent", "chứng minh sự đồng ý"),
    "public_interest": ("the public interest", "lợi ích công cộng"),
    "quality": ("the quality of service", "nâng cao chất lượng dịch vụ"),
    "revisit": ("finding visited pages again", "mở lại trang đã xem"),
    "rights_of_others": ("the rights of others", "bảo vệ quyền của người khác"),
    "security": ("security", "an ninh hệ thống"),
    "service": ("providing the service", "cung cấp dịch vụ"),
    "support": ("support", "hỗ trợ khách hàng"),
    "tax": ("tax", "thuế"),
}
"""What things are kept for. This list is open too."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def event(kind: str, language: Language) -> str:
    """Name what is waited for."""
    known = _EVENTS.get(kind)
    if known is not None:
        return known[language == "vi"]
    words = f"“{kind.replace('_', ' ')}”"
    return f"the event {words}" if language == "en" else f"sự kiện {words}"


def purpose(name: str, language: Language) -> str:
    """Name what something is kept for."""
    known = _PURPOSES.get(name)
    return known[language == "vi"] if known is not None else name.replace("_", " ")


def events(kinds: Iterable[str], language: Language) -> str:
    """Name all that is waited for."""
    return listed([event(one, language) for one in kinds], language)


def purposes(names: Iterable[str], language: Language) -> str:
    """Name all that something may be used for."""
    return listed([purpose(one, language) for one in names], language)


def listed(words: list[str], language: Language) -> str:
    """Put words in a row: `a, b and c`, `a, b và c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'and' if language == 'en' else 'và'} {words[-1]}"


def moment(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """Write a moment in a zone: the day, and the time of day unless it is midnight."""
    there = local(at, zone)
    clock = "" if (there.hour, there.minute) == (0, 0) else f"{there:%H:%M}"
    text = day(at, zone, language)
    if language == "en":
        return f"{text} at {clock}" if clock else text
    return f"{clock} ngày {text}" if clock else f"ngày {text}"


def day(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """Write the day of a moment in a zone."""
    there = local(at, zone)
    if language == "en":
        return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"
    return f"{there.day:02}/{there.month:02}/{there.year}"


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment in a zone, or as it is where that leaves the calendar (years 1 and 9999)."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at
