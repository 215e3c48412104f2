"""What a gate says when it does not let a message through, in English and in Vietnamese."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "audience": (
        "They have no right to this message: no contract on that service, or no access to it.",
        "Người này không có hợp đồng hoặc quyền truy cập dịch vụ đó.",
    ),
    "automatic": (
        "A machine does not answer here.",
        "Không được trả lời tự động ở đây.",
    ),
    "basis": (
        "Nothing allows this message: no consent, or one that was taken back.",
        "Không có căn cứ để gửi: chưa có đồng ý, hoặc sự đồng ý đã được rút lại.",
    ),
    "caps": (
        "They have had as many as they may get for now.",
        "Đã gửi đủ số tin được phép trong khoảng thời gian này.",
    ),
    "channel": (
        "This message does not go by that channel.",
        "Tin này không được gửi qua kênh đó.",
    ),
    "class": (
        "The policy has no such class of message.",
        "Chính sách không có loại tin này.",
    ),
    "closed_days": (
        "No such message goes out on a holiday.",
        "Không gửi loại tin này vào ngày lễ, Tết.",
    ),
    "do_not_contact": (
        "They do not want to be contacted at all.",
        "Người này không muốn được liên hệ.",
    ),
    "fallback": (
        "An earlier channel comes first: nothing shows that it has failed.",
        "Phải dùng kênh ưu tiên trước: chưa có bằng chứng là kênh đó không gửi được.",
    ),
    "hours": (
        "It is not the time of day for it where they are.",
        "Chưa đến giờ được phép gửi ở nơi người nhận.",
    ),
    "labels": (
        "A label, or the way to opt out, is missing on it.",
        "Thiếu nhãn hoặc cách từ chối trong tin.",
    ),
    "minor": (
        "They are a minor, or nobody knows whether they are.",
        "Người này là trẻ em, hoặc chưa biết tuổi.",
    ),
    "preference": (
        "They want to be reached by other channels.",
        "Người này muốn được liên hệ qua kênh khác.",
    ),
    "processor": (
        "The register of sub-processors does not let this one carry it.",
        "Danh sách bên xử lý dữ liệu không cho phép gửi qua bên này.",
    ),
    "purpose": (
        "Nothing allows this use: no consent, or an objection.",
        "Không có căn cứ để sử dụng: chưa có đồng ý, hoặc người này đã phản đối.",
    ),
    "reach": (
        "They cannot be reached by that channel: they have blocked or left it, or have no address.",
        "Không liên hệ được qua kênh đó: người này đã chặn, bỏ theo dõi hoặc không có địa chỉ.",
    ),
    "region": (
        "The desk does not send to that region.",
        "Không được gửi tới khu vực đó.",
    ),
    "register": (
        "The do-not-call register has not been looked up, or the number is on it.",
        "Chưa tra danh sách không quảng cáo, hoặc số này có trong danh sách.",
    ),
    "sender": (
        "This class of message does not go out from that address.",
        "Loại tin này không được gửi từ địa chỉ đó.",
    ),
    "single": (
        "This message goes once, and it has gone or has no reason to.",
        "Tin này chỉ được gửi một lần: đã gửi rồi, hoặc không có lý do để gửi.",
    ),
    "topic": (
        "This topic has no place in that channel.",
        "Nội dung này không được trao đổi qua kênh đó.",
    ),
    "window": (
        "The platform lets no such message through: they have not written for too long.",
        "Nền tảng không cho gửi: đã quá lâu người này không tương tác.",
    ),
}
"""By gate: English, Vietnamese."""

REASONS: Final[dict[str, tuple[str, str]]] = {
    "age_unknown": (
        "Nobody knows how old they are.",
        "Chưa biết tuổi của người này.",
    ),
    "already_sent": (
        "This message goes once, and it has gone.",
        "Tin này chỉ được gửi một lần và đã được gửi.",
    ),
    "asked_long_ago": (
        "It is an answer, and the question is too old.",
        "Đây là tin trả lời, nhưng câu hỏi đã quá lâu.",
    ),
    "class_off": (
        "This class of message is not sent at present.",
        "Hiện không gửi loại tin này.",
    ),
    "consent_expired": (
        "Their consent has ended.",
        "Sự đồng ý đã hết hạn.",
    ),
    "consent_notice_shown": (
        "They were told, and never agreed: a notice is no consent.",
        "Người này chỉ được thông báo và chưa đồng ý.",
    ),
    "consent_refused": (
        "They said no.",
        "Người này đã từ chối.",
    ),
    "consent_requested": (
        "They were asked, and have not answered.",
        "Đã hỏi nhưng người này chưa trả lời.",
    ),
    "consent_unknown": (
        "They have not consented.",
        "Người này chưa đồng ý.",
    ),
    "consent_withdrawn": (
        "They took their consent back, or opted out.",
        "Người này đã rút lại sự đồng ý hoặc đã từ chối nhận tin.",
    ),
    "error": (
        "It could not be worked out, so it does not go.",
        "Không thể xác định được, nên không gửi.",
    ),
    "footer": (
        "It does not say how to opt out.",
        "Tin thiếu hướng dẫn từ chối.",
    ),
    "label": (
        "A label is missing on it.",
        "Tin thiếu nhãn bắt buộc.",
    ),
    "machine_mail": (
        "A machine wrote what it answers: machines do not answer machines.",
        "Thư được trả lời là thư tự động: không trả lời tự động.",
    ),
    "machine_unknown": (
        "Nobody has looked whether a machine wrote what it answers.",
        "Chưa kiểm tra thư được trả lời có phải thư tự động không.",
    ),
    "minor": (
        "They are a minor.",
        "Người này là trẻ em.",
    ),
    "no_access": (
        "They may not see what it is about.",
        "Người này không có quyền xem nội dung đó.",
    ),
    "no_age_limit": (
        "The policy does not say who is a minor where they are.",
        "Chính sách không nêu độ tuổi trẻ em ở nơi người nhận.",
    ),
    "no_calendar": (
        "There is no calendar that says which days are holidays.",
        "Chưa có lịch ngày lễ.",
    ),
    "no_contract": (
        "They have no contract on that service.",
        "Người này không có hợp đồng cho dịch vụ đó.",
    ),
    "no_guardian": (
        "They are a minor, and no guardian has agreed.",
        "Người này là trẻ em và chưa có sự đồng ý của người giám hộ.",
    ),
    "no_interaction": (
        "The platform lets no message through before they have written.",
        "Nền tảng không cho gửi khi người này chưa tương tác.",
    ),
    "nobody_asked": (
        "It is an answer, and they have asked nothing there.",
        "Đây là tin trả lời, nhưng người này chưa hỏi gì ở kênh đó.",
    ),
    "not_confirmed": (
        "They signed up, and have not confirmed it.",
        "Người này đã đăng ký nhưng chưa xác nhận.",
    ),
    "not_human": (
        "Only a person writes this class of message.",
        "Loại tin này phải do người viết.",
    ),
    "nothing_refused": (
        "It confirms a refusal, and they have refused nothing.",
        "Tin xác nhận từ chối, nhưng người này chưa từ chối gì.",
    ),
    "purpose_unknown": (
        "The policy names no such purpose.",
        "Chính sách không có mục đích này.",
    ),
    "register_old": (
        "The do-not-call register was looked up too long ago.",
        "Lần tra danh sách không quảng cáo gần nhất đã quá lâu.",
    ),
    "service_unknown": (
        "It does not say which service it is about.",
        "Chưa nêu tin này về dịch vụ nào.",
    ),
    "topic_elsewhere": (
        "This topic is better dealt with by another channel.",
        "Nội dung này nên được trao đổi qua kênh khác.",
    ),
    "topic_unknown": (
        "Nobody has said what it is about, and not everything goes by that channel.",
        "Chưa nêu nội dung, mà kênh này không dùng cho mọi nội dung.",
    ),
    "year_unknown": (
        "The calendar does not know about that year's holidays.",
        "Lịch chưa có ngày lễ của năm đó.",
    ),
    "zone_unknown": (
        "Nobody knows what time it is where they are.",
        "Chưa biết múi giờ của người nhận.",
    ),
}
"""By reason, where it says more than the gate: English, Vietnamese."""

OTHER_GATE: Final = (
    "Another rule of the desk does not let it through.",
    "Một quy định khác không cho gửi.",
)
"""What is said for a gate that is not ours."""
