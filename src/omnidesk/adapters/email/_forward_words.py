"""The words that mail programs put above a mail that they forward, in 39 languages."""

from __future__ import annotations

from typing import Literal

from omnidesk.adapters.email._subject import without_marks

HeaderField = Literal["from", "date", "to", "cc", "subject", "other"]
"""What a line above a forwarded mail says."""

# Language: who wrote it; when; whom it was to; who got a copy; what it was about. Two meanings of a
# word in one language are told apart by the first that fits.
_LABELS: dict[str, tuple[str, str, str, str, str]] = {
    "vi": (
        "từ|người gửi|gửi từ|gửi bởi|email gửi",
        "ngày|đã gửi|ngày gửi|thời gian|thời gian gửi|gửi lúc|gửi ngày|gửi vào|vào lúc|vào",
        "tới|đến|người nhận|gửi đến|gửi tới|gửi cho|gửi|kính gửi",
        "cc|đồng gửi|đồng kính gửi|đồng thời gửi|bản sao",
        "chủ đề|tiêu đề|tiêu đề thư|về việc|v/v",
    ),
    "en": ("from|sender", "date|sent|sent at|sent on", "to|recipient", "cc|copy", "subject"),
    "de": (
        "von|absender",
        "datum|gesendet|gesendet am|date",
        "an|empfänger",
        "cc|kopie|kopie (cc)",
        "betreff",
    ),
    "fr": (
        "de|expéditeur",
        "date|envoyé|envoyé le|date d'envoi",
        "à|destinataire|pour",
        "cc|copie à|copie",
        "objet|sujet",
    ),
    "es": (
        "de|remitente",
        "fecha|enviado|enviado el|enviados",
        "para|a|destinatario",
        "cc|copia",
        "asunto",
    ),
    "it": (
        "da|mittente",
        "data|inviato|inviato il",
        "a|destinatario",
        "cc|per conoscenza",
        "oggetto",
    ),
    "pt": (
        "de|remetente",
        "data|enviado|enviada|enviadas|enviada em|enviado em|date",
        "para|destinatário",
        "cc|cópia",
        "assunto",
    ),
    "nl": ("van|afzender", "datum|verzonden|date", "aan|ontvanger", "cc|kopie", "onderwerp"),
    "sv": (
        "från|avsändare",
        "datum|skickat|skickades|date",
        "till|mottagare",
        "kopia|cc",
        "ämne",
    ),
    "da": ("fra|afsender", "dato|sendt|date", "til|modtager", "cc|kopi til (cc)|kopi", "emne"),
    "nb": ("fra|frå|avsender|avsendar", "dato|sendt", "til|mottaker", "kopi|kopi til|cc", "emne"),
    "fi": ("lähettäjä", "päiväys|lähetetty|pvm|päivämäärä", "vastaanottaja", "kopio|cc", "aihe"),
    "is": ("frá|sendandi", "dagsetning|sent", "til", "afrit|cc", "efni|titill"),
    "pl": ("od|nadawca", "data|wysłane|wysłano", "do|adresat", "dw|kopia|cc", "temat"),
    "cs": ("od|odesílatel", "datum|odesláno", "komu|adresát|pro", "kopie|cc", "předmět"),
    "sk": ("od|odosielateľ", "dátum|odoslané", "komu|príjemca|pre", "kópia|cc", "predmet"),
    "hu": (
        "feladó|küldő",
        "dátum|elküldve|küldve",
        "címzett",
        "másolat|másolatot kap|cc",
        "tárgy",
    ),
    "ro": ("de la|expeditor", "data|dată|trimis", "către|la|destinatar", "cc|copie", "subiect"),
    "ca": ("de|remitent", "data|enviat", "a|per a|destinatari", "a/c|cc", "assumpte"),
    "hr": (
        "od|šalje|pošiljatelj",
        "datum|poslano",
        "za|prima|prima",
        "cc|kopija",
        "naslov|predmet",
    ),
    "sl": ("od|pošiljatelj", "datum|poslano", "za|prejemnik", "kp|cc", "zadeva"),
    "et": ("saatja|kellelt", "kuupäev|saadetud", "saaja|kellele", "koopia|cc", "teema|pealkiri"),
    "lv": ("no|kas|sūtītājs", "datums|nosūtīts", "kam", "kopija|cc", "temats|tēma"),
    "lt": ("nuo|siuntėjas|kas", "data|išsiųsta", "kam|gavėjas|iki", "kopija|cc", "tema"),
    "ru": ("от|от кого|отправитель", "дата|отправлено", "кому|до", "копия|cc", "тема"),
    "uk": ("від|від кого|відправник", "дата|надіслано", "кому|до", "копія|cc", "тема"),
    "bg": (
        "от|подател",
        "дата|изпратено",
        "до|към",
        "копие|копие до|cc",
        "тема|заглавие|относно",
    ),
    "sr": ("од|шаље|пошиљалац", "датум|послато", "за|прима", "копија|коп|цц", "наслов|тема"),
    "el": (
        "από|αποστολέας",
        "ημερομηνία|εστάλη|αποστολή|στάλθηκε",
        "προς|παραλήπτης",
        "κοιν|κοινοποίηση",
        "θέμα",
    ),
    "tr": (
        "kimden|gönderen|gönderici",
        "tarih|gönderildi|gönderilme|gönderme tarihi",
        "kime|alıcı",
        "bilgi|kopya|kk|cc",
        "konu",
    ),
    "ar": (
        "من|مِن|المرسل",
        "التاريخ|تاريخ الإرسال|تم الإرسال|المُرسل",
        "إلى|المستقبل",
        "نسخة|نسخة إلى|نسخة كربونية",
        "الموضوع",
    ),
    "he": ("מאת|שולח", "תאריך|נשלח|בתאריך", "אל|לכבוד", "עותק|לידיעה", "נושא"),
    "fa": ("از|ارسال کننده", "تاریخ|تاريخ|ارسال", "به", "رونوشت", "موضوع|مضمون"),
    "th": (
        "จาก|ผู้ส่ง",
        "วันที่|ส่งแล้ว|ส่งเมื่อ|ส่ง",
        "ถึง|ผู้รับ",
        "สำเนา|สำเนาถึง",
        "เรื่อง|หัวเรื่อง|หัวข้อ",
    ),
    "id": (
        "dari|pengirim",
        "tanggal|dikirim|terkirim",
        "kepada|untuk|penerima",
        "cc|tembusan",
        "subjek|perihal|judul",
    ),
    "ms": ("daripada", "tarikh|dihantar", "kepada", "sk|cc", "subjek|perkara"),
    "zh": (
        "发件人|寄件者|寄件人|發件人|从|從",
        "日期|发送时间|时间|發送時間|寄件日期|寄送日期|发送日期",
        "收件人|收件者|到",
        "抄送|副本",
        "主题|主旨|標題|主題",
    ),
    "ja": (
        "差出人|送信元|発信者|送信者",
        "日付|送信日時|日時|送信日",
        "宛先|受信者",
        "cc|写し",
        "件名",
    ),
    "ko": (
        "보낸 사람|보낸사람|발신",
        "날짜|보낸 날짜|보낸날짜|보낸 시간",
        "받는 사람|받는사람|수신",
        "참조",
        "제목",
    ),
}  # fmt: skip
_OTHER = (
    "reply-to", "reply to", "bcc", "importance", "attachments", "organization", "sensitivity",
    "trả lời đến", "trả lời tới", "tệp đính kèm", "đính kèm", "mức độ quan trọng", "wichtigkeit",
    "priority", "độ ưu tiên",
    "resent-from", "message-id", "mailed-by", "signed-by",
)  # fmt: skip

_FORWARDED = """
forwarded message|forwarded by|begin forwarded message|forward message|forwarded mail
tin nhắn đã được chuyển tiếp|thư đã được chuyển tiếp|thư đã chuyển tiếp|thư được chuyển tiếp
tin nhắn đã chuyển tiếp|tin nhắn được chuyển tiếp|bắt đầu thư được chuyển tiếp|thư chuyển tiếp
tin nhắn chuyển tiếp|email được chuyển tiếp|bắt đầu tin nhắn được chuyển tiếp|nội dung chuyển tiếp
bắt đầu thư đã chuyển tiếp|email chuyển tiếp|nội dung thư chuyển tiếp
weitergeleitete nachricht|anfang der weitergeleiteten nachricht
beginn der weitergeleiteten nachricht
message transféré|message transmis|début du message transféré|début du message réexpédié
mensaje reenviado|inicio del mensaje reenviado|correo reenviado|messaggio inoltrato
inizio messaggio inoltrato|mensagem encaminhada|mensagem reencaminhada
início da mensagem encaminhada|início da mensagem reencaminhada|doorgestuurd bericht
begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat mail
vidarebefordrat brev|videresendt meddelelse|start på videresendt besked|videresendt besked
videresendt melding|start på videresendt melding|vidaresend melding|välitetty viesti
välitetty viesti alkaa|edelleenlähetetty viesti|áframsendur póstur|treść przekazanej wiadomości
przekazana wiadomość|początek przekazywanej wiadomości|wiadomość przekazana dalej
přeposlaná zpráva|začátek přeposlané zprávy|preposlaná správa|začiatok preposlanej správy
továbbított üzenet|továbbított levél kezdete|továbbított levél
mesaj redirecționat|mesaj redirectionat
începutul mesajului redirecționat|missatge reenviat|inici del missatge reenviat
proslijeđena poruka|započnite proslijeđenu poruku|posredovano sporočilo|edastatud kiri
pārsūtītā vēstule|persiųstas laiškas|пересылаемое сообщение|перенаправленное сообщение
пересланное сообщение|начало переадресованного сообщения|начало пересылаемого сообщения
переслане повідомлення|початок листа, що пересилається|препратено писмо|препратено съобщение
прослеђена порука|проследена порука|προωθημένο μήνυμα|έναρξη προωθημένου μηνύματος
iletilen ileti|yönlendirilmiş ileti|iletilen mesaj|i̇letilen i̇leti|başlangıç iletilen ileti
رسالة ممرّرة|رسالة معاد توجيهها|بدء الرسالة المعاد توجيهها|הודעה שהועברה|תחילת ההודעה שהועברה
پیام هدایت‌شده|ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ|pesan diteruskan|pesan terusan
mulai pesan yang diteruskan|mesej dikirim semula|mesej dimajukan|转发的消息
转发邮件信息|转发的邮件
开始转发的邮件|轉寄郵件|轉寄的郵件|開始轉寄郵件|転送メッセージ|転送されたメッセージ|転送メール
전달된 메시지|전달된 메일|원본 메시지 전달
"""
_ORIGINAL = """
original message|original mail|original email|reply message|thư gốc
tin nhắn gốc|email gốc|thư ban đầu
nội dung gốc|thông điệp gốc|thư nguyên bản|ursprüngliche nachricht
originalnachricht|original-nachricht
message original|message d'origine|courriel original|courriel initial
mensaje original|correo original
messaggio originale|mensagem original|oorspronkelijk bericht|oorspronkelijke bericht
origineel bericht|ursprungligt meddelande|originalmeddelande|oprindelig meddelelse
original besked|opprinnelig melding|original melding|opphavleg melding|alkuperäinen viesti
upprunaleg skilaboð|wiadomość oryginalna|treść oryginalnej wiadomości|původní zpráva
pôvodná správa|eredeti üzenet|mesaj original|mesajul original|missatge original|izvorna poruka
originalna poruka|izvirno sporočilo|algne kiri|sākotnējā ziņa|originalus laiškas
исходное сообщение|оригинальное сообщение|оригінальне повідомлення|початкове повідомлення
оригинално писмо|изворна порука|оригинална порука|αρχικό μήνυμα|πρωτότυπο μήνυμα|özgün ileti
orijinal mesaj|الرسالة الأصلية|הודעה מקורית|پیام اصلی|ข้อความต้นฉบับ|ข้อความเดิม|pesan asli
mesej asal|原始邮件|原始消息|原始郵件|元のメッセージ|元メール|원본 메시지
"""
# The ends of lines such as `On 2 March, Hoa Sen wrote:`, below which is what was answered.
_WROTE = """
wrote|đã viết|viết|schrieb|a écrit|écrit|escribió|ha scritto|scritto|escreveu|schreef|skrev
kirjoitti|napisał|napisał(a)|napisała|napsal|napísal|írta|a scris|написал|пишет|написав|написа
έγραψε|yazdı|şunu yazdı|كتب|כתב|เขียนว่า|menulis|写道|のメール|작성
"""


def _folded(words: str) -> frozenset[str]:
    lines = words.strip().splitlines()
    return frozenset(without_marks(word) for line in lines for word in line.split("|"))


FORWARDED = _folded(_FORWARDED)
"""What is written between dashes, or before a colon, above a forwarded mail; folded."""
ORIGINAL = _folded(_ORIGINAL)
"""What is written between dashes above a mail that is forwarded or answered; folded."""
WROTE = tuple(sorted(_folded(_WROTE)))
"""How lines end that say who wrote what is answered below; folded."""
LANGUAGES = tuple(_LABELS)
"""Those whose labels are known, in the order in which they are preferred."""


def _labels() -> dict[str, dict[str, HeaderField]]:
    fields: tuple[HeaderField, ...] = ("from", "date", "to", "cc", "subject")
    found: dict[str, dict[str, HeaderField]] = {}
    for language, groups in _LABELS.items():
        for field, words in zip(fields, groups, strict=True):
            for word in words.split("|"):
                found.setdefault(without_marks(word), {}).setdefault(language, field)
    for word in _OTHER:
        found.setdefault(without_marks(word), dict.fromkeys(LANGUAGES, "other"))
    return found


LABELS = _labels()
"""What a folded label means in which languages."""
