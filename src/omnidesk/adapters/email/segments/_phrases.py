"""The words of signatures and of notices of confidentiality."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from omnidesk.adapters.email.segments._lines import fold


class Phrases(NamedTuple):
    """The tables, folded."""

    sent_from: tuple[tuple[str, str, str], ...]
    """How `Sent from my iPhone` starts and ends, and its language."""
    devices: tuple[str, ...]
    """What it is sent from: without one of these, the words may be a person's own."""
    my: tuple[str, ...]
    """How a long one ends; other long lines are sentences."""
    closings: dict[str, str]
    """`Best regards`, with the language."""
    contacts: frozenset[str]
    """What stands before a phone number, an address and the like."""
    disclaimers: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    """For each language, groups of phrases: three groups make a notice."""


@cache
def phrases() -> Phrases:
    """Return the tables; read at first use."""
    sent: list[tuple[str, str, str]] = []
    for language, joined in _SENT_FROM.items():
        for pattern in joined.split("|"):
            start, _, end = fold(pattern).partition("…")
            sent.append((start, end, language))
    closings = {
        fold(closing): language
        for language, joined in _CLOSINGS.items()
        for closing in joined.split("|")
    }
    disclaimers = tuple(
        (language, tuple(tuple(map(fold, group.split("|"))) for group in groups))
        for language, groups in _DISCLAIMERS.items()
    )
    return Phrases(
        tuple(sent),
        tuple(_DEVICES.split("|")),
        ("android", "cua toi", "ios", "ipad", "iphone"),
        closings,
        frozenset(map(fold, _CONTACTS.split("|"))),
        disclaimers,
    )


_SENT_FROM = {
    "vi": "gửi từ …|được gửi từ …|đã gửi từ …|tải outlook cho …|tải outlook dành cho …"
    "|nhận outlook cho …",
    "en": "sent from …|get outlook for …|sent via …|sent with proton …|sent using …",
    "ar": "أرسلت من …|أُرسلت من …|مرسل من …",
    "cs": "odesláno z …",
    "da": "sendt fra …|hent outlook til …",
    "de": "von meinem … gesendet|gesendet von …|gesendet mit der …"
    "|von … gesendet|outlook für … beziehen",
    "el": "στάλθηκε από …",
    "es": "enviado desde …|obtener outlook para …",
    "fi": "lähetetty …",
    "fr": "envoyé de …|envoyé depuis …|envoyé à partir de …|télécharger outlook pour …",
    "he": "נשלח מה…|נשלח מ…",
    "hu": "…-ről küldve|az iphone-omról küldve…|elküldve az …",
    "id": "dikirim dari …",
    "it": "inviato da …|scarica outlook per …",
    "ja": "…から送信",
    "ko": "나의 …에서 보냄|…에서 보냄",
    "ms": "dihantar dari …",
    "nb": "sendt fra …",
    "nl": "verstuurd vanaf …|verzonden vanaf …|verstuurd met …|outlook voor … downloaden",
    "pl": "wysłane z …",
    "pt": "enviado do …|enviado a partir do …|obter o outlook para …|enviado via …",
    "ro": "trimis de pe …",
    "ru": "отправлено с …|отправлено из …",
    "sk": "odoslané z …",
    "sv": "skickat från …|hämta outlook för …",
    "th": "ส่งจาก …|ส่งจาก…",
    "tr": "…'umdan gönderildi|…'imden gönderildi|…'dan gönderildi",
    "uk": "надіслано з …|відправлено з …",
    "zh": "发自我的…|从我的…发送|發自我的…|從我的…傳送|发自…",
}
_DEVICES = (
    "iphon|ipad|ipod|android|samsung|galaxy|outlook|yahoo|gmail|zalo|huawei|xiaomi|redmi"
    "|oppo|vivo|nokia|blackberry|windows|proton|smartphone|dien thoai cua toi|workspace|bluemail"
    "|di dong cua toi|thiet bi cua toi| ios|mobiltelefon|handy|tablet"
    "|zimbra|mail.ru|яндекс|pixel|mobile device|mobile phone|aquamail"
)
_CLOSINGS = {
    "vi": "trân trọng|trân trọng cảm ơn|trân trọng kính chào|kính thư|thân|thân mến|thân ái"
    "|kính chào|xin chân thành cảm ơn|xin cảm ơn|cảm ơn|cảm ơn và trân trọng",
    "en": "best regards|kind regards|regards|best|sincerely|yours sincerely|many thanks|thanks"
    "|thank you|warm regards|cheers|thanks and regards|thanks & regards|yours faithfully",
    "de": "mit freundlichen grüßen|viele grüße|beste grüße|freundliche grüße|mfg|liebe grüße",
    "fr": "cordialement|bien cordialement|bien à vous|salutations distinguées",
    "es": "saludos|saludos cordiales|un saludo|atentamente|cordialmente",
    "pt": "atenciosamente|cumprimentos|com os melhores cumprimentos|abraços",
    "it": "cordiali saluti|distinti saluti|saluti",
    "nl": "met vriendelijke groet|met vriendelijke groeten|groeten",
    "pl": "pozdrawiam|z poważaniem",
    "ru": "с уважением",
    "uk": "з повагою",
    "sv": "med vänliga hälsningar|vänliga hälsningar|mvh",
    "da": "med venlig hilsen|venlig hilsen",
    "id": "salam|hormat kami|hormat saya",
    "ja": "よろしくお願いいたします。|敬具",
    "zh": "此致|顺颂商祺|祝好",
    "tr": "saygılarımla|iyi çalışmalar",
}
_CONTACTS = (
    "tel|t|m|p|phone|mobile|mob|cell|hotline|fax|f|e|email|e-mail|mail|web|website|w|zalo|skype"
    "|viber|whatsapp|address|add|đt|đtdđ|đt/zalo|sđt|di động|điện thoại|số điện thoại|địa chỉ|đc"
    "|văn phòng|telefon|mobil|handy|tél|téléphone|port|teléfono|móvil|telefone|telefono|cell."
    "|tlf|тел|тел.|телефон|電話|电话|手机|전화|hp|telp|tel/zalo|mst"
)
_DISCLAIMERS = {
    "vi": (
        "bảo mật|tính bảo mật|thông tin mật|tuyệt mật",
        "người nhận được chỉ định|dành riêng cho|dành cho người nhận|chỉ dành cho",
        (
            "nếu bạn không phải|nếu quý vị không phải|nếu anh/chị không phải"
            "|nhận được email này do nhầm"
            "|nhận nhầm|do nhầm lẫn|nhận được thư này do"
        ),
        "vui lòng xóa|xin vui lòng thông báo|vui lòng thông báo|xóa email|xóa bỏ email|xoá email",
        "nghiêm cấm|không được sao chép|mọi hành vi sao chép|không được tiết lộ",
    ),
    "en": (
        "confidential|privileged",
        "intended recipient|intended solely|intended only|named recipient|addressee",
        (
            "received this email in error|received this message in error"
            "|received this e-mail in error"
            "|received it in error|received this communication in error"
        ),
        "notify the sender|delete it|delete this|destroy all copies|please delete",
        "unauthorized|unauthorised|strictly prohibited|may not disclose",
    ),
    "de": (
        "vertrauliche|vertraulich|rechtlich geschützt",
        "nicht der richtige adressat|nicht der beabsichtigte empfänger|irrtümlich erhalten",
        "informieren sie bitte|vernichten sie|löschen sie|unerlaubte",
    ),
    "fr": (
        "confidentiel|confidentielles",
        "destinataire|destinataires",
        "par erreur|merci d'en avertir|veuillez en avertir|le détruire",
        "interdite|non autorisée",
    ),
    "es": (
        "confidencial",
        "destinatario",
        "por error|notifíquelo|elimínelo|proceda a su borrado",
        "prohibida|no autorizada",
    ),
    "pt": (
        "confidencial|confidenciais",
        "destinatário",
        "por engano|por erro|elimine|apague",
        "proibida|não autorizad",
    ),
    "it": (
        "riservat|confidenzial",
        "destinatari",
        "per errore|cancellar|distrugger",
        "vietat",
    ),
    "nl": ("vertrouwelijk", "geadresseerde|bestemd voor", "per abuis|ten onrechte|verwijderen"),
    "pl": ("poufne|poufna", "adresat", "omyłkowo|usunąć|zniszczenie"),
    "ru": ("конфиденциальн", "адресат|предназначен", "по ошибке|удалите|ошибочно"),
    "zh": ("保密|机密|機密", "收件人", "误收|誤收|删除|刪除|禁止"),
    "ja": ("機密|秘密", "受信者|宛先|受取人", "誤って|削除|破棄"),
}
