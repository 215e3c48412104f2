"""How people say in other languages of Asia that they want no more (see `_lexicon`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "id": {
        "keyword": "berhenti, stop, batal, berhenti berlangganan, unreg",
        "keyword_in": "berlangganan",
        "unsub": (
            "berhenti berlangganan, batalkan langganan, batal langganan, hapus saya dari, "
            "keluarkan saya dari, hapus nomor saya, unreg, jangan ganggu saya, cabut persetujuan"
        ),
        "stop": "berhenti, hentikan, stop, setop",
        "no": "jangan, tidak, gak, nggak, tidak usah, jangan lagi",
        "want": "mau, ingin",
        "receive": "menerima, terima, dapat",
        "send": "kirim, mengirim, kirimi, hubungi, menghubungi, mengirimi",
        "send:call": "telepon, menelepon, telpon, nelpon",
        "message:message": "pesan",
        "message:email": "email, surel",
        "message:sms": "sms",
        "message:promotion": "promo, iklan, promosi, penawaran",
        "message:newsletter": "buletin, newsletter",
        "more": "lagi",
        "me": "saya, aku, ke saya, kami",
        "sub": "berlangganan, daftarkan saya",
        "how": "bagaimana, gimana, di mana, kenapa, cara, apakah, mengapa",
        "request": "tolong, mohon, bisakah",
        "if": "jika, kalau",
        "thing": "pesanan, barang, paket, janji",
        "plain": "tidak menerima, belum menerima, jangan berhenti, tidak terima",
        "courtesy": "halo, terima kasih, makasih, ya, dong, kak, min, dari",
    },
    "tr": {
        # RET is the keyword of the national register of consent to messages (İYS).
        "keyword": "ret, red, iptal, dur, abonelikten çık, iptal et",
        "unsub": (
            "abonelikten (çık/çıkmak/çıkar/çıkarın), aboneliğimi iptal [et/edin], "
            "listeden (çıkar/çıkarın/çıkmak), listenizden (çıkar/çıkarın/çıkmak), "
            "üyeliğimi iptal, almak istemiyorum, istemiyorum artık, "
            "(mesaj/mail/e posta) (atmayın/göndermeyin/istemiyorum), "
            "(bir daha/artık) (aramayın/yazmayın/göndermeyin), beni aramayın, "
            "rahatsız etmeyin, onayımı geri çek"
        ),
        "unsub:sms": "sms (atmayın/göndermeyin/istemiyorum)",
        "manual": "abonelikten",
        "message:sms": "sms",
        "message:email": "mail, e posta",
        "message:promotion": "reklam, kampanya",
        "message:message": "mesaj, mesajı",
        "how": "nasıl, nerede, neden, mı, mi, mıyım, miyim",
        "request": "lütfen",
        "if": "eğer",
        "no": "değil",
        "thing": "sipariş, siparişi, siparişimi, randevu, kargo",
        "plain": "aramayı, iptal edilmedi",
        "courtesy": "merhaba, teşekkürler, teşekkür ederim, artık, beni, iyi günler",
    },
    "zh": {
        "keyword": "td, 退订, 退訂, 取消, 停, 停止, 拒收, 取消订阅, 取消訂閱",
        "keyword_in": "订阅, 訂閱",
        "unsub": (
            "退订, 退訂, 取消订阅, 取消訂閱, 拒收, 别再发, 別再發, 不要再发, 不要再發, 别再给我发, "
            "不要给我发, 不要给我打, 不要再打, 别再打, 別再打, 不要再联系, 停止发送, 停止發送, "
            "不想再收到, 不想收到, 不再接收, 不要再寄, 别发了, 別發了, 别打电话, 把我移出, "
            "从名单中删除, "
            "不要再給我發, 不要打電話, 不要打电话"
        ),
        "no": "不要, 别, 不, 不想, 沒有, 没有",
        "message:sms": "短信, 簡訊",
        "message:email": "邮件, 郵件, 电子邮件",
        "message:call": "电话, 電話",
        "message:promotion": "广告, 廣告, 推广, 促销",
        "message:message": "信息, 消息, 訊息",
        "how": "怎么, 怎麼, 怎样, 如何, 吗, 嗎, 哪里, 为什么",
        "if": "如果, 要是",
        "they": "客户, 顾客",
        "thing": "订单, 訂單, 预约, 快递, 酒店, 机票",
        "plain": "取消订单, 取消訂單, 不要退订, 不停",
        "courtesy": "请, 請, 谢谢, 謝謝, 你好, 您好, 了, 帮我, 我, 麻烦, 所有, 吧, 给我",
    },
    "ja": {
        "keyword": "配信停止, 停止, 解除, 退会, 購読解除, 配信解除, 解約",
        "keyword_in": "購読, 登録",
        "unsub": (
            "配信停止, 配信を停止, 配信を止めて, 配信解除, 購読解除, 購読を解除, 登録解除, "
            "登録を解除, "
            "送らないで, 送信しないで, 送ってこないで, 連絡しないで, "
            "メールは不要, 配信は不要, メールはいりません, リストから削除, リストから外して, "
            "受け取りたくない, "
            "メールをやめて, メールを止めて"
        ),
        "unsub:call": "電話しないで, 電話をかけてこないで, 電話はやめて",
        "message:email": "メール",
        "message:call": "電話",
        "message:newsletter": "メルマガ, ニュースレター",
        "message:promotion": "広告, 宣伝",
        "how": "どうすれば, どうやって, 方法, ですか, ますか, どこ, なぜ",
        "if": "もし",
        "thing": "注文, 予約, 荷物, バス停",
        "plain": "停止しないで, 解除しないで",
        "courtesy": (
            "お願いします, お願いいたします, してください, ください, をお願いします, もう, の, "
            "を, を希望します"
        ),
    },
    "ko": {
        "keyword": "수신거부, 거부, 중지, 그만, 해지, 탈퇴, 구독취소",
        "keyword_in": "구독, 수신동의",
        "unsub": (
            "수신거부, 구독취소, 구독 해지, 수신 차단, 보내지 마, 보내지 말아, 보내지마, "
            "문자 그만, "
            "연락하지 마, 연락하지 말아, 그만 보내, "
            "받고 싶지 않, 명단에서 빼, 수신을 거부, 수신 동의 철회"
        ),
        "unsub:call": "전화하지 마, 전화하지 말아, 그만 전화",
        "message:sms": "문자",
        "message:call": "전화",
        "message:email": "메일, 이메일",
        "message:promotion": "광고",
        "how": "어떻게, 방법, 나요, 까요, 어디",
        "if": "만약",
        "thing": "주문, 예약, 택배",
        "plain": "거부감, 수신거부하지",
        "courtesy": (
            "부탁드립니다, 해주세요, 해 주세요, 주세요, 요, 세요, 합니다, 감사합니다, 더이상"
        ),
    },
    "th": {
        "keyword": "ยกเลิก, หยุด, ยกเลิกการสมัคร, ยกเลิกสมัคร, เลิกรับ",
        "keyword_in": "สมัครรับข่าวสาร",
        "unsub": (
            "ยกเลิกการสมัคร, ยกเลิกรับข่าวสาร, ยกเลิกการรับ, ยกเลิกรับข้อความ, ยกเลิกรับอีเมล, "
            "หยุดส่ง, เลิกส่ง, ไม่ต้องส่ง, อย่าส่ง, "
            "ไม่ต้องการรับ, ไม่อยากรับ, ลบฉันออก, ลบเบอร์, ยกเลิกข้อความ"
        ),
        "unsub:call": "อย่าโทร, ไม่ต้องโทร, เลิกโทร, หยุดโทร",
        "message:sms": "ข้อความ",
        "message:email": "อีเมล",
        "message:promotion": "โฆษณา, โปรโมชั่น",
        "how": "ยังไง, อย่างไร, ไหม, มั้ย, ทำไม, ที่ไหน, หรือเปล่า",
        "if": "ถ้า",
        "thing": "ออเดอร์, คำสั่งซื้อ, นัด, สินค้า, ของ",
        "plain": "อย่ายกเลิก, ป้ายหยุด",
        "courtesy": "ค่ะ, ครับ, คะ, ขอบคุณ, ขอ, กรุณา, ช่วย, ให้, ด้วย, นะ, ฉัน, ผม",
    },
}
"""Phrases by language (BCP 47) and by what they do."""
