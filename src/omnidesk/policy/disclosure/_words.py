"""Why something is not disclosed, and what would have to be shown, in English and in Vietnamese."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "nothing_permits": (
        "Nothing permits it.",
        "Không có quy định nào cho phép.",
    ),
    "needs_unmet": (
        "It is permitted only if more is shown.",
        "Chỉ được phép khi có thêm căn cứ.",
    ),
    "forbidden": (
        "The policy forbids it, whatever permits it.",
        "Chính sách cấm việc này trong mọi trường hợp.",
    ),
    "role_unknown": (
        "The policy has no such role.",
        "Chính sách không có vai trò này.",
    ),
    "recipient_unknown": (
        "It is not known who receives it.",
        "Chưa biết ai là người nhận.",
    ),
    "not_named": (
        "Nobody gave them this role.",
        "Người này chưa được giao vai trò đó.",
    ),
    "not_theirs_alone": (
        "It is not theirs alone.",
        "Dữ liệu không phải của riêng người này.",
    ),
    "not_verified": (
        "It has not been verified that it is they.",
        "Chưa xác minh được danh tính của người này.",
    ),
    "not_their_member": (
        "They are not the administrator of everybody whom it is about.",
        "Người này không phải là quản trị viên của tất cả những người liên quan.",
    ),
    "secret": (
        "It is a password, a token or a key: none of those leaves the desk.",
        "Đây là mật khẩu, mã hoặc khóa: không được đưa ra ngoài.",
    ),
    "card_number": (
        "It holds the number of a payment card: mask it first.",
        "Có số thẻ thanh toán: phải che trước.",
    ),
    "card_code": (
        "It holds the security code of a payment card: nobody may keep one.",
        "Có mã bảo mật của thẻ thanh toán: không ai được lưu giữ.",
    ),
    "not_inspected": (
        "Nobody has looked whether it holds secrets or payment cards.",
        "Chưa kiểm tra dữ liệu có chứa mật khẩu hay số thẻ hay không.",
    ),
    "restricted": (
        "Its use is restricted, and this purpose is not left.",
        "Việc sử dụng dữ liệu đang bị hạn chế, không bao gồm mục đích này.",
    ),
    "not_encrypted": (
        "It is not known to be encrypted on its way.",
        "Chưa biết dữ liệu có được mã hóa khi truyền hay không.",
    ),
    "customer_unknown": (
        "It is not known whose customer's data it is.",
        "Chưa biết dữ liệu thuộc khách hàng nào.",
    ),
    "processor_unknown": (
        "The register has no such sub-processor.",
        "Danh sách không có đơn vị xử lý phụ này.",
    ),
    "processor_not_in_force": (
        "The sub-processor is not engaged at this time.",
        "Đơn vị xử lý phụ không được sử dụng vào thời điểm này.",
    ),
    "processor_channel": (
        "The sub-processor is not engaged for this channel.",
        "Đơn vị xử lý phụ không phụ trách kênh này.",
    ),
    "processor_category": (
        "The sub-processor is not engaged for this kind of data.",
        "Đơn vị xử lý phụ không phụ trách loại dữ liệu này.",
    ),
    "processor_purpose": (
        "The sub-processor's instructions do not cover this purpose.",
        "Chỉ dẫn cho đơn vị xử lý phụ không bao gồm mục đích này.",
    ),
    "processor_customer": (
        "The sub-processor is not engaged for this customer.",
        "Đơn vị xử lý phụ không phục vụ khách hàng này.",
    ),
    "processor_region": (
        "The sub-processor is not engaged for customers of this region.",
        "Đơn vị xử lý phụ không phục vụ khách hàng của khu vực này.",
    ),
    "processor_consent": (
        "The customer has not agreed to the sub-processor's access.",
        "Khách hàng chưa đồng ý cho đơn vị xử lý phụ tiếp cận.",
    ),
    "processor_notice": (
        "Customers have not been told of the sub-processor for long enough.",
        "Chưa hết thời hạn thông báo cho khách hàng về đơn vị xử lý phụ.",
    ),
    "processor_objection": (
        "The customer objects to the sub-processor.",
        "Khách hàng phản đối đơn vị xử lý phụ này.",
    ),
    "processor_place": (
        "The sub-processor does not have such data in that region.",
        "Đơn vị xử lý phụ không có dữ liệu như vậy ở khu vực đó.",
    ),
    "region_unknown": (
        "It is not known in which region of the policy that is.",
        "Chưa biết nơi đó thuộc khu vực nào trong chính sách.",
    ),
    "home_unknown": (
        "It is not known which region is the customer's own.",
        "Chưa biết khu vực lưu trữ của khách hàng.",
    ),
    "leaves_home": (
        "It would leave the customer's region, and nothing allows that.",
        "Dữ liệu sẽ rời khỏi khu vực của khách hàng mà không có căn cứ.",
    ),
    "error": (
        "It could not be worked out.",
        "Không xác định được.",
    ),
}
"""By reason: English, Vietnamese."""

NEEDS: Final[dict[str, tuple[str, str]]] = {
    "law": (
        "A law would have to require it in a named case.",
        "Cần có yêu cầu theo pháp luật trong một vụ việc cụ thể.",
    ),
    "consent": (
        "Everybody whom it is about would have to agree.",
        "Cần có sự đồng ý của tất cả những người liên quan.",
    ),
    "approval": (
        "Somebody else would have to approve it, with a reason and for a time.",
        "Cần người khác phê duyệt, có lý do và thời hạn.",
    ),
    "client": (
        "They would have to be clients.",
        "Họ phải là khách hàng.",
    ),
    "not_opted_out": (
        "None of them may have opted out.",
        "Điều kiện là không ai trong số họ đã từ chối.",
    ),
    "controller_change": (
        "The firm would have to pass to the recipient.",
        "Doanh nghiệp phải được chuyển giao cho bên nhận.",
    ),
    "handover": (
        "Their consents, refusals and holds would have to go along.",
        "Phải chuyển kèm các sự đồng ý, từ chối và lệnh lưu giữ.",
    ),
    "notice": (
        "Everybody whom it is about would have to be told before.",
        "Phải thông báo trước cho tất cả những người liên quan.",
    ),
    "agreement": (
        "The customer and the desk would have to agree on it.",
        "Cần có thỏa thuận giữa khách hàng và bên cung cấp dịch vụ.",
    ),
    "customer_consent": (
        "The customer would have to consent to it.",
        "Cần có sự đồng ý của khách hàng.",
    ),
    "assessment": (
        "The transfer would have to be assessed.",
        "Cần có đánh giá việc chuyển dữ liệu.",
    ),
}
"""By need: English, Vietnamese."""
