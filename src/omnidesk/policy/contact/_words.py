"""What a gate says when it does not let a message through, in English and in Vietnamese."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "class": (
        "The policy has no such class of message.",
        "Chính sách không có loại tin này.",
    ),
    "do_not_contact": (
        "They do not want to be contacted at all.",
        "Người này không muốn được liên hệ.",
    ),
    "register": (
        "The do-not-call register has not been looked up, or the number is on it.",
        "Chưa tra danh sách không quảng cáo, hoặc số này có trong danh sách.",
    ),
    "preference": (
        "They want to be reached by other channels.",
        "Người này muốn được liên hệ qua kênh khác.",
    ),
    "basis": (
        "Nothing allows this message: no consent, or one that was taken back.",
        "Không có căn cứ để gửi: chưa có đồng ý, hoặc sự đồng ý đã được rút lại.",
    ),
    "minor": (
        "They are a minor, or nobody knows whether they are.",
        "Người này là trẻ em, hoặc chưa biết tuổi.",
    ),
    "window": (
        "The platform lets no such message through: they have not written for too long.",
        "Nền tảng không cho gửi: đã quá lâu người này không tương tác.",
    ),
    "hours": (
        "It is not the time of day for it where they are.",
        "Chưa đến giờ được phép gửi ở nơi người nhận.",
    ),
    "caps": (
        "They have had as many as they may get for now.",
        "Đã gửi đủ số tin được phép trong khoảng thời gian này.",
    ),
    "audience": (
        "They have no contract on that service.",
        "Người này không có hợp đồng cho dịch vụ đó.",
    ),
    "sender": (
        "This class of message does not go out from that address.",
        "Loại tin này không được gửi từ địa chỉ đó.",
    ),
    "labels": (
        "A label, or the way to opt out, is missing on it.",
        "Thiếu nhãn hoặc cách từ chối trong tin.",
    ),
    "region": (
        "The desk does not send to that region.",
        "Không được gửi tới khu vực đó.",
    ),
}
"""By gate: English, Vietnamese."""
