"""How Vietnamese say that they want no more, with the words around it (see `_lexicon`)."""

from __future__ import annotations

from typing import Final

_ME = "(tôi/tui/mình/em/anh/chị/tao/tớ/cháu/con/chúng tôi)"

WORDS: Final = {
    "keyword": "hủy, tc, tc qc, tuchoi, dk dnc, đăng ký dnc, dừng, ngừng, ngưng, hủy qc",
    "maybe_keyword": "huy, thôi",
    "unsub": (
        "hủy [bỏ] đăng (ký/kí), hủy (dk/đk), bỏ đăng (ký/kí), hủy theo dõi, bỏ theo dõi, hủy nhận, "
        "hủy subscribe, ngừng đăng (ký/kí), unsub, rút [lại] [sự] đồng ý, thu hồi [sự] đồng ý, "
        "rút lại sự chấp thuận, đăng (ký/kí) không nhận, đã (nhắn/gửi/soạn) tc, "
        "đã [trả lời] từ chối, tắt nhận tin, khỏi (gửi/gởi/nhắn), để yên cho, để yên, "
        "ngừng liên hệ, chấm dứt liên hệ, (không/ko) muốn bị (làm phiền/quấy rầy), "
        "hủy (dịch vụ/gói) nhận (tin/email/thông báo), "
        "(ra/rời/out/thoát) khỏi (danh sách/list), khỏi (danh sách/list) (nhận/gửi) [tin], "
        "(bỏ/nghỉ/thoát/kết thúc/off/ngắt) nhận (tin/email/mail/thông báo/quảng cáo/bản tin), "
        "(gỡ/xóa/thoát) đăng (ký/kí), (ra/rời/thoát/rút) [khỏi] nhóm (nhận/gửi) [tin]"
    ),
    "unsub:call": "khỏi gọi, miễn gọi",
    "stop": "dừng, ngừng, ngưng, chặn, chấm dứt, hủy, stop, thôi, dừng lại, ngừng ngay, dẹp, tắt",
    "refuse": "từ chối, không đồng ý, ko đồng ý, k đồng ý, không chấp nhận, không cho phép",
    "no": (
        "đừng, không, ko, k, kg, hông, hong, hok, hem, chớ, cấm, chẳng, chả, đéo, éo, không được, "
        "ko được, đừng có, không có nhu cầu, ko có nhu cầu, k có nhu cầu, không cần, ko cần, "
        "xin đừng, không còn, ko còn"
    ),
    "want": f"muốn, thích, có nhu cầu, mong muốn, cần, cho {_ME}, hứng thú",
    "receive": "nhận, nghe, nhận tin",
    "send": "gửi, gởi, gửi tin, liên hệ, liên lạc, làm phiền, quấy rầy, quấy rối, ib, inbox, spam",
    "send:call": "gọi, gọi điện, gọi điện thoại, điện, alo, call, phone",
    "send:message": "nhắn, nhắn tin, gửi tin nhắn",
    "send:email": "gửi email, gửi mail, gửi thư",
    "message": "tin, thông tin, bài, thư từ, nhận tin",
    "message:message": "tin nhắn",
    "message:sms": "sms, tin nhắn sms, tin nhắn điện thoại",
    "message:email": "email, mail, thư, e mail, thư điện tử",
    "message:call": "cuộc gọi",
    "message:zalo": "zalo",
    "message:messenger": "messenger, facebook, fb",
    "message:promotion": (
        "quảng cáo, qc, khuyến (mãi/mại), km, ưu đãi, tiếp thị, marketing, chào hàng, mời chào, "
        "giới thiệu, voucher, tin rác, telesale, chào mời"
    ),
    "message:newsletter": "bản tin, newsletter",
    "message:survey": "khảo sát",
    "message:notification": "thông báo",
    "all": "tất cả, mọi, toàn bộ, mọi hình thức, mọi kênh, bất kỳ hình thức nào, bằng mọi cách",
    "more": (
        "nữa, thêm, từ hôm nay, trở đi, về sau, sau này, từ nay, từ giờ, từ bây giờ, "
        "từ nay về sau, "
        "lần nào nữa, thêm lần nào, lần sau"
    ),
    "remove": "xóa, gỡ, bỏ, loại, loại bỏ, rút, cho ra, bỏ bớt, gạch",
    "list": (
        "[ra] khỏi danh sách, danh sách, khỏi hệ thống, khỏi list, list, (số/sđt/sdt/tên) [của] "
        f"{_ME}, (số điện thoại/email/thông tin liên hệ) của {_ME}, khỏi nhóm gửi tin"
    ),
    "me": f"{_ME}, cho {_ME}, bố, mẹ, bác, cô, chú, dì, ba, má, mik, mk, mh, bên {_ME}",
    "sub": (
        "đăng (ký/kí), (dk/đk), đăng (ký/kí) nhận, (dk/đk) nhận, subscribe, theo dõi, "
        "vào (danh sách/list/nhóm) (nhận/gửi)"
    ),
    "agree": "đồng ý, cho phép, chấp nhận, ok, sẵn sàng, vui lòng cho",
    "rejoin": (
        "nhận lại [các] (tin/email/thông báo/bản tin/khuyến mãi/ưu đãi), nhận tin lại, "
        "nhận tin trở lại, đăng (ký/kí) lại [nhận tin], tiếp tục nhận (tin/email/thông báo), "
        "vẫn muốn nhận, muốn tiếp tục nhận, (mở/bật) lại (tin/thông báo/nhận tin), "
        "nhận email lại, gửi tin lại cho, tiếp tục gửi (tin/email/khuyến mãi/bản tin)"
    ),
    "how": (
        "nút nào, làm sao, làm thế nào, [như] thế nào, bằng cách nào, cách nào, cách, "
        "hướng dẫn, ở đâu, "
        "chỗ nào, đâu, hay (không/ko/chưa), có phải, có mất phí, tại sao, vì sao, sao, bao giờ, "
        "khi nào, bao lâu, phải không, gì, mấy, là sao, có (được/bị)"
    ),
    "emphatic": "đâu",
    "may": "được không, đc không, dc khong, được ko, đc ko, dc ko, được hông, không ạ, chưa ạ",
    "request": (
        f"(giúp/hộ/dùm/giùm) [cho] {_ME}, giúp, hộ, dùm, giùm, làm ơn, vui lòng, nhờ, please, pls, "
        "yêu cầu, đề nghị, kính đề nghị"
    ),
    "if": (
        "nếu, nếu như, giả sử, trường hợp, trong trường hợp, lỡ mà, còn gửi nữa, phải chi, hoặc là"
    ),
    "mistake": "lỡ, nhầm, lỡ tay, bấm nhầm, vô tình, nhấn nhầm",
    "maybe": (
        "phiền quá, phiền lắm, phiền thật, thật phiền, rất phiền, phiền phức, phiền ghê, "
        "(gửi/gởi/gọi/nhắn) [tin] (hoài/suốt/lắm/nhiều/liên tục), nhắn gì mà (lắm/nhiều), "
        "(gửi/gởi/gọi/nhắn) gì (lắm/nhiều/hoài), nhiều tin quá, quá nhiều tin, "
        "cứ (gọi/gửi/nhắn) [tin], "
        "vẫn (nhận được/gửi/gọi/nhắn), bực [mình], báo cáo spam, spam quá, spam hoài, "
        "(không/chưa) [hề/bao giờ] đăng (ký/kí), tạm (dừng/ngừng/ngưng), ai cho số, "
        "gọi điện (hoài/suốt/liên tục), nhiều (quảng cáo/email/tin nhắn) quá, tin rác, "
        "bớt gửi, quảng cáo (hoài/suốt), "
        "ngày nào cũng (gọi/gửi/nhắn), "
        "(gửi/gọi/nhắn) (ít/bớt) [lại/thôi], làm phiền quá, cân nhắc hủy"
    ),
    "able": "được, đc, dc",
    "cannot": "không thể, ko thể, chưa thể, mãi không",
    "link": "(link/nút/trang/đường dẫn/chức năng/mục/phần) (hủy/bỏ) đăng (ký/kí), nút từ chối",
    "manual": (
        "để (hủy/bỏ) đăng (ký/kí), để từ chối, để ngừng, để dừng, soạn, trả lời từ chối, nhắn tc, "
        "bấm vào, nhấn vào, tại đây, gửi tc"
    ),
    "but": "nhưng, mà, còn, chứ, thay vào đó, chỉ, chỉ cần, thay vì, thay bằng, trừ",
    "they": (
        "khách, khách hàng, bạn (tôi/em/mình), mẹ (tôi/em/mình), chồng, vợ, họ, người ta, nó, sếp, "
        "người dùng, nhân viên"
    ),
    "thing": (
        "hàng, đơn, đơn hàng, gói cước, gói, khóa học, lớp, lịch, lịch hẹn, vé, phòng, hợp đồng, "
        "tiền, thanh toán, hoàn tiền, giao dịch, bảo hành, ship, giao hàng, sản phẩm, size, màu, "
        "ảnh, hình, hóa đơn, lời mời, kết bạn, trả lời, thẻ, xe, thi, thành viên, tài khoản, tour, "
        "phiếu, mẫu, áo, giày, bưu kiện, đồ, chứng từ, báo giá, kinh doanh, nhận hàng, khám, "
        "bác sĩ, mã, otp, tạm trú, hội thảo, bảo hiểm, wifi, internet, shipper, dữ liệu, lương, "
        "phòng trọ, quà, chuyển khoản, cọc, đặt cọc, vận đơn"
    ),
    "time": (
        "tạm thời, hôm nay, ngày mai, mai, lúc, giờ, buổi, sáng, trưa, chiều, tối, đêm, tuần này, "
        "trước, sau, "
        "khi nào rảnh, cuối tuần, đang họp, giờ làm, giờ hành chính, bây giờ, khuya"
    ),
    "plain": (
        "không (nhận/gọi/gửi/nhắn/nghe) được, ko (nhận/gọi/gửi/nhắn/nghe) được, "
        "(nhận/gọi/gửi/nhắn) không được, chưa nhận được, không sao, ko sao, đừng ngại, đừng lo, "
        "từ chối cuộc gọi, từ chối trả lời, không cần gọi lại, gọi lại, nhắn lại, gửi lại, "
        "đã đăng (ký/kí), bị từ chối, khỏi cần, khỏi phải, không từ chối, đừng quên, không thôi, "
        "đăng (ký/kí) (xe/thi/lớp/tài khoản/thành viên/khám), đừng bỏ, có thông báo, không có, "
        "nhận không, có nhận, không thích, gọi là, không nghe máy, dừng xe, dừng đèn đỏ, đèn đỏ, "
        "không gửi kèm, không nhận hàng, trạm dừng, ngừng kinh doanh, ngừng bán, ngừng sản xuất, "
        "không ngừng, không muốn làm phiền, làm gì, thôi học, thôi việc, thôi để, để sau, "
        "gần thôi, mới thôi, vậy thôi, thế thôi, "
        "[ra/rời/out/thoát] khỏi (danh sách/list) (chờ/đen/bạn bè/yêu thích/thi)"
    ),
    "past": "đã, từng, hôm trước, vừa",
    "courtesy": (
        "ạ, a, nhé, nha, nhá, nhe, vâng, dạ, shop, ad, admin, bạn, các bạn, ơi, (cảm/cám) ơn, tks, "
        "thanks, thank you, xin, xin chào, chào, đi, ngay, luôn, xin lỗi, công ty, quý công ty, "
        "bên, này, lập tức, ngay lập tức, hoàn toàn, của, cho, cảm phiền, "
        "phiền (bạn/shop/anh/chị), "
        "phiền, nếu được [thì], nếu có thể [thì], nếu tiện [thì], qua, vì, vậy, thôi nhé, hết, "
        "hàng (tuần/tháng/ngày/năm), quý khách, cửa hàng, ok, oke, hihi, ha, hết, nghen, nghe, "
        "số này, vào số này, rồi, lại, thì"
    ),
}
"""Phrases by what they do; a tone or a letter without its mark is compared as `_lexicon` says."""
