"""
The words by which mail programs say that a quote, a forwarded mail or a header follows.

One row for each language, with the wordings of Thunderbird, Thunderbird for Android, Roundcube,
Zimbra, Gmail, Outlook and Apple Mail. They are facts from the programs' own translations. Whoever
looks them up folds them in their own way, so that they need no capitals here, and match without
diacritics as well.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class QuoteWords(NamedTuple):
    """How mail programs write in one language."""

    language: str
    on: tuple[str, ...]
    """What a line that says who wrote starts with: `on`, `vào`."""
    wrote: tuple[str, ...]
    original: tuple[str, ...]
    """What stands over the mail that is answered."""
    forwarded: tuple[str, ...]
    """What stands over a mail that is passed on."""
    labels: tuple[tuple[str, tuple[str, ...]], ...]
    """The names of header fields, by role: `from`, `to`, `date`, `subject`, `cc`."""


_ROLES = ("from", "to", "date", "subject", "cc")
_EVERYWHERE = {"cc": ("cc", "bcc")}
"""Labels that all languages use beside their own."""


@cache
def quote_words() -> tuple[QuoteWords, ...]:
    """
    Return the rows; read at first use, so that importing costs nothing.

    Where words are those of several languages, the language that stands first is the likelier.
    """
    return tuple([_row(line) for line in _TABLE.strip("\n").replace("\n  ", " ").split("\n")])


def _row(line: str) -> QuoteWords:
    language, _, joined = line.partition(": ")
    cells: dict[str, tuple[str, ...]] = {}
    for cell in joined.split("; "):
        key, _, phrases = cell.partition("=")
        cells[key] = tuple(phrases.split("|"))
    return QuoteWords(
        language,
        on=cells.get("on", ()),
        wrote=cells.get("wrote", ()),
        original=cells.get("original", ()),
        forwarded=cells.get("forwarded", ()),
        labels=tuple([(role, cells.get(role, ()) + _EVERYWHERE.get(role, ())) for role in _ROLES]),
    )


_TABLE = """
vi: on=vào|vào lúc|vào ngày|ngày|lúc|trong thư ngày; wrote=đã viết|viết|đã gửi thư; original=thư
  gốc|tin nhắn gốc|email gốc|thư ban đầu|tin nhắn ban đầu|nội dung gốc|thông điệp gốc|thư nguyên
  bản; forwarded=tin nhắn đã được chuyển tiếp|tin nhắn được chuyển tiếp|thư đã được chuyển
  tiếp|thư được chuyển tiếp|thư đã chuyển tiếp|thư chuyển tiếp|email được chuyển tiếp|bắt đầu thư
  được chuyển tiếp|bắt đầu tin nhắn được chuyển tiếp|tin nhắn đã chuyển tiếp|tin nhắn chuyển
  tiếp|nội dung chuyển tiếp|bắt đầu thư đã chuyển tiếp|email chuyển tiếp|nội dung thư chuyển tiếp;
  from=từ|người gửi|gửi từ|người gửi cho|gửi bởi|email gửi; to=tới|đến|người nhận|gửi đến|gửi
  tới|gửi cho|gửi|kính gửi; date=ngày|đã gửi|ngày gửi|thời gian|gửi lúc|thời gian gửi|gửi ngày|gửi
  vào|vào lúc|vào; subject=chủ đề|tiêu đề|về việc|tiêu đề thư|v/v; cc=đồng gửi|đồng kính gửi|bản
  sao|đồng thời gửi
en: on=on|at; wrote=wrote|writes; original=original message|original email|reply message|original
  mail; forwarded=forwarded message|begin forwarded message|forwarded email|forwarded by|start of
  forwarded message|forward message|forwarded mail; from=from|sender; to=to|recipient;
  date=sent|date|sent at|sent on; subject=subject; cc=copy
de: on=am; wrote=schrieb; original=ursprüngliche nachricht|original-nachricht|originalnachricht;
  forwarded=weitergeleitete nachricht|anfang der weitergeleiteten nachricht|beginn der
  weitergeleiteten nachricht; from=von|absender; to=an|empfänger; date=datum|gesendet|gesendet
  am|date; subject=betreff; cc=kopie (cc)|blindkopie (bcc)|kopie
fr: on=le|en date de; wrote=a écrit|écrit; original=message d'origine|message original|courriel
  initial|courriel original; forwarded=message transféré|message transmis|début du message
  transféré|début du message réexpédié; from=de|expéditeur; to=à|pour|destinataire;
  date=envoyé|envoyé le|date|date d'envoi; subject=objet|sujet; cc=copie à|copie cachée à|copie
es: on=el|en; wrote=escribió; original=mensaje original|correo original; forwarded=mensaje
  reenviado|forwarded message|inicio del mensaje reenviado|correo reenviado; from=de|remitente;
  to=para|a|destinatario; date=enviado|enviado el|fecha|enviados; subject=asunto; cc=copia|cco
it: on=il|in data|il giorno; wrote=ha scritto|scritto; original=messaggio originale;
  forwarded=messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato;
  from=da|mittente; to=a|destinatario; date=inviato|data|inviato il; subject=oggetto; cc=ccn|per
  conoscenza
pt: on=em|a|no dia|às; wrote=escreveu; original=mensagem original; forwarded=mensagem
  encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem
  reencaminhada; from=de|remetente; to=para|destinatário; date=enviado|enviada|enviada em|enviado
  em|itens enviados|data|enviadas|date; subject=assunto; cc=cópia
nl: on=op; wrote=schreef|heeft geschreven|het volgende geschreven; original=oorspronkelijk
  bericht|origineel bericht|orgineel bericht|oorspronkelijke bericht; forwarded=doorgestuurd
  bericht|begin doorgestuurd bericht; from=van|afzender; to=aan|ontvanger;
  date=verzonden|datum|date; subject=onderwerp; cc=kopie
sv: on=den; wrote=skrev; original=ursprungligt meddelande|originalmeddelande;
  forwarded=vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mail;
  from=från|avsändare; to=till|mottagare; date=skickat|datum|skickades|date; subject=ämne;
  cc=kopia|dold kopia
da: on=den; wrote=skrev; original=oprindelig meddelelse|original besked; forwarded=videresendt
  meddelelse|start på videresendt besked|videresendt besked; from=fra|afsender; to=til|modtager;
  date=dato|sendt|date; subject=emne; cc=kopi til (cc)|skjult kopi til (bcc)|kopi
nb: on=den; wrote=skrev; original=original melding|opprinnelig melding; forwarded=videresendt
  melding|start på videresendt melding; from=fra|avsender; to=til|mottaker; date=sendt|dato;
  subject=emne; cc=kopi|kopi til|blindkopi til (bcc)
fi: wrote=kirjoitti; original=alkuperäinen viesti|alkuperäinen viesti / orig.msg.;
  forwarded=välitetty viesti|edelleenlähetetty viesti|välitetty viesti / fwd.msg|välitetty viesti
  alkaa; from=lähettäjä; to=vastaanottaja; date=päiväys|lähetetty|pvm|päivämäärä; subject=aihe;
  cc=kopio
is: on=þann; wrote=skrifaði; original=upprunaleg skilaboð|upprunalegur póstur;
  forwarded=áframsendur póstur; from=frá|sendandi; to=til; date=dagsetning|sent;
  subject=efni|viðfangsefni|titill; cc=afrit|falið afrit
pl: on=w dniu|dnia; wrote=napisał(a)|napisał|pisze|napisał/a|napisała; original=wiadomość
  oryginalna|oryginalna wiadomość|treść oryginalnej wiadomości; forwarded=wiadomość przekazana
  dalej|przekazana wiadomość|początek przekazywanej wiadomości|treść przekazanej wiadomości;
  from=od|wysyłane przez|nadawca; to=do|adresat; date=wysłano|data|wysłane; subject=temat;
  cc=dw|kopia|ukryta kopia
cs: on=dne; wrote=napsal(a)|napsal|napsala; original=původní zpráva; forwarded=přeposlaná
  zpráva|předaná zpráva|začátek přeposlané zprávy; from=od|odesílatel; to=komu|adresát|pro;
  date=datum|odesláno; subject=předmět; cc=kopie|skrytá kopie
sk: on=dňa; wrote=napísal(a)|napísal|napísala; original=pôvodná správa --- original
  message|pôvodná správa; forwarded=preposlaná správa --- forwarded message|preposlaná
  správa|začiatok preposlanej správy; from=od|odosielateľ; to=komu|príjemca|pre;
  date=dátum|odoslané; subject=predmet; cc=kópia|skrytá kópia
hu: on=ekkor:; wrote=ezt írta|írta; original=eredeti üzenet; forwarded=továbbított
  üzenet|továbbított levél kezdete|továbbított levél; from=feladó|küldő; to=címzett;
  date=dátum|elküldve|elküldött üzenetek|küldve; subject=tárgy; cc=másolat|másolatot kap
ro: on=în|la; wrote=a scris; original=mesaj original|mesajul original; forwarded=mesaj
  redirecționat|începutul mesajului redirecționat; from=de la|expeditor; to=către|la|destinatar;
  date=dată|trimis|data; subject=subiect; cc=copie (cc)|copie
ca: on=el; wrote=va escriure|ha escrit; original=missatge original; forwarded=missatge
  reenviat|inici del missatge reenviat; from=de|remitent; to=a|per a|destinatari;
  date=data|enviat; subject=assumpte; cc=a/c
hr: on=dana; wrote=je napisao|je napisao(la)|je napisala|piše|napisao je; original=izvorna
  poruka|originalna poruka; forwarded=proslijeđena poruka|započnite proslijeđenu poruku;
  from=od|šalje|pošiljatelj; to=prima|za; date=poslano|sent|datum; subject=predmet|naslov;
  cc=kopija
sl: on=dne; wrote=napisal|napisal(a)|sporoča|je napisal(a); original=izvirno sporočilo|izvorno
  sporočilo; forwarded=posredovano sporočilo; from=od|pošiljatelj; to=za|prejemnik;
  date=datum|poslano; subject=zadeva; cc=kp|skp
et: wrote=kirjutas; original=algne kiri|esialgne kiri; forwarded=edastatud kiri;
  from=kellelt|saatja; to=kellele|saaja; date=kuupäev|saadetud; subject=teema|pealkiri; cc=koopia
lv: on=datumā; wrote=rakstīja; original=sākotnējā vēstule|sākotnējā ziņa; forwarded=pārsūtītā
  vēstule; from=kas|no|sūtītājs; to=kam; date=datums|nosūtīts; subject=temats|tēma;
  cc=kopija|slēpta kopija
lt: wrote=rašė|parašė; original=originalus laiškas|originalus tekstas; forwarded=persiųstas
  laiškas; from=kas|nuo|siuntėjas; to=kam|gavėjas|iki; date=data|išsiųsta; subject=tema;
  cc=kopija|nematomoji kopija
ru: wrote=пишет|написал|написал(а)|написала|писал|писал(а); original=исходное
  сообщение|оригинальное сообщение; forwarded=пересланное сообщение|пересылаемое
  сообщение|перенаправленное сообщение|начало переадресованного сообщения|начало пересылаемого
  сообщения; from=от|отправитель|от кого; to=кому|до; date=дата|отправленные|отправлено;
  subject=тема; cc=копия|скрытая копия
uk: wrote=пише|написав|написала|написав(ла); original=оригінальне повідомлення|початкове
  повідомлення; forwarded=переслане повідомлення|початок листа, що пересилається;
  from=від|відправник|від кого; to=кому|до; date=дата|надіслано; subject=тема; cc=копія|прихована
  копія
bg: on=на; wrote=написа; original=оригинално писмо; forwarded=препратено писмо|препратено
  съобщение; from=от|подател; to=до|към; date=дата|изпрати до|изпратено;
  subject=тема|заглавие|относно; cc=копие|скрито копие|копие до
sr: on=дана; wrote=пише|написа; original=изворна порука|оригинална порука; forwarded=прослеђена
  порука|проследена порука; from=од|шаље|пошиљалац; to=за|прима; date=датум|послато;
  subject=тема|наслов; cc=коп|копија|скоп|цц
el: on=στις; wrote=έγραψε; original=αρχικό μήνυμα|πρωτότυπο μήνυμα; forwarded=προωθημένο
  μήνυμα|έναρξη προωθημένου μηνύματος; from=από|αποστολέας; to=προς|παραλήπτης;
  date=ημερομηνία|αποστολή|εστάλη|στάλθηκε; subject=θέμα; cc=κοιν|κοινοποίηση|κρυφή κοιν.
tr: wrote=yazdı|şunları yazdı|yazmış|şunu yazdı; original=özgün ileti|orijinal mesaj|orijinal
  ileti|özgün i̇leti; forwarded=iletilen ileti|yönlendirilmiş ileti|iletilmiş mesaj|i̇letilen
  i̇leti|iletilen mesaj|başlangıç iletilen ileti; from=kimden|gönderen|gönderici; to=kime|alıcı;
  date=gönderme tarihi|gönderildi|tarih|gönderilme; subject=konu; cc=kk|kopya|bilgi
ar: on=كتب|في|على|بتاريخ; wrote=الرسالة|كتب|كتبت; original=الرسالة الأصلية|الرسالة
  الأصليَّة|الرسالة الأساسية; forwarded=رسالة ممرّرة|رسالة معاد توجيهها|بدء الرسالة المعاد
  توجيهها; from=المرسل|من|مِن|المُرسِل; to=إلى|المستقبل; date=التاريخ|تاريخ الإرسال|تم
  الإرسال|المُرسل; subject=الموضوع; cc=نسخة إلي|نسخة كربونية|نسخة|نسخة إلى
he: on=נכתב על ידי|בתאריך|ב|ב-; wrote=כתב|כתבה|נכתב על ידי; original=הודעה מקורית; forwarded=הודעה
  שהועברה|תחילת ההודעה שהועברה; from=מאת|שולח; to=אל|לכבוד; date=תאריך|נשלח|בתאריך; subject=נושא;
  cc=עותק|עותק סמוי|לידיעה
fa: on=در; wrote=نوشت|نوشته است; original=پیام نخستین|پیام اصلی; forwarded=پیام هدایت‌شده;
  from=از|ارسال کننده; to=به|ګيرينده; date=ارسال|تاريخ|تاریخ; subject=موضوع|مضمون; cc=رونوشت
  به|تکثیر|رونوشت
th: on=เมื่อ|ในวันที่; wrote=เขียนว่า|เขียน|ได้เขียน; original=ข้อความต้นฉบับ|ข้อความเดิม;
  forwarded=ข้อความที่ส่งต่อ|เริ่มข้อความที่ส่งต่อ; from=จาก|ผู้ส่ง; to=ถึง|ผู้รับ;
  date=วันที่|ส่งแล้ว|ส่ง|ส่งเมื่อ; subject=หัวเรื่อง|เรื่อง|หัวจดหมาย|หัวข้อ;
  cc=สำเนา|สำเนาถึง|สำเนาลับถึง|คัดลอก
id: on=pada; wrote=menulis; original=pesan asli|pesan orisinal; forwarded=pesan terusan|pesan yang
  diteruskan|pesan diteruskan|mulai pesan yang diteruskan; from=dari|pengirim;
  to=kepada|ke|penerima|untuk; date=dikirim|tanggal|terkirim; subject=perihal|subjek|judul;
  cc=lampiran|tembusan
ms: on=pada; wrote=menulis|membalas; original=mesej asal; forwarded=mesej dikirim semula|mesej
  dimajukan; from=daripada|pengirim; to=kepada; date=tarikh|dihantar; subject=perkara|subjek;
  cc=sk
zh: on=在|于|於; wrote=写道|写于|寫道|寫到; original=原始邮件|原始郵件|原始消息;
  forwarded=转发的消息|转发的邮件|轉寄郵件|轉寄的郵件|转发邮件|开始转发的邮件|转发邮件信息|開始轉寄郵件;
  from=发件人|寄件人|寄件者|從|發件人|从; to=收件人|到|收件者;
  date=日期|发送时间|發送時間|寄件日期|時間|时间|寄送日期|发送日期; subject=主题|標題|主旨|主題;
  cc=抄送|密送|副本|密件副本
ja: wrote=より|さんは書きました|のメール|書いたメッセージ|が書きました|のメッセージ;
  original=元のメッセージ|元メール|original message;
  forwarded=転送メッセージ|転送されたメッセージ|forwarded message|転送メール;
  from=差出人|発信者|送信元|送信者; to=宛先|受信者; date=送信日時|送信日|日付|日時|送信済み;
  subject=件名; cc=写し(cc)|写し
ko: wrote=작성|쓴 글|쓴 내용|님이 작성|님이 작성한 메시지; original=원본 메시지|원본 메일;
  forwarded=전달된 메시지|전달된 메일|원본 메시지 전달; from=보낸 사람|보낸사람|발신; to=받는
  사람|받는사람|수신; date=보낸 날짜|날짜|보낸날짜|보낸 시간|보낸 편지함; subject=제목; cc=참조
af: on=op; wrote=het geskryf; original=oorspronklike boodskap; from=van|afsender; to=aan;
  date=datum; subject=onderwerp
ast: on=el; wrote=escribió; original=mensaxe orixinal; forwarded=mensaxe reunviáu;
  from=de|remitente; to=pa; date=data; subject=asuntu; cc=copia|cct
az: wrote=yazıb; original=orijinal məktub; from=kimdən; to=kimə; date=tarix; subject=mövzu;
  cc=nüsxə
be: wrote=напісаў|піша; original=зыходнае паведамленне|зыходны ліст|арыгінальнае паведамленне;
  forwarded=перанакіраванае паведамленне; from=ад|адпраўнік; to=да|каму; date=дата|адпраўлена;
  subject=тэма; cc=копія|са|сса
bn: from=থেকে|প্রেরক; to=প্রতি|প্রাপক; date=পাঠানো হয়েছে|তারিখ; subject=বিষয়; cc=সিসি|অনুলিপির
  ঠিকানা
br: on=skrivet|d'an/ar; wrote=skrivet gant; original=kemennadenn orin|kemennadenn orinel;
  forwarded=kemennadenn orinel; from=a-berzh|eus|kaser; to=da; date=deiz|deiziad|kaset;
  subject=danvez|sujed
bs: on=dana; wrote=je napisao|je napisao/la|je napisala|napisao je; original=izvorna
  poruka|originalna poruka; forwarded=proslijeđena poruka; from=od|pošiljalac; to=za;
  date=datum|poslano; subject=tema|naslov
cak: on=ri; wrote=xutz'ib'aj; original=qitzij rutzijol; forwarded=taqon chik rutzijol;
  from=richin|taqonel; to=chi re; date=q'ijul; subject=taqikil
co: on=u; wrote=hà scrittu; original=messaghju d’origine; from=da; to=à; date=mandatu;
  subject=sughjettu
cy: on=ysgrifennodd|ar; wrote=ysgrifennodd; original=neges wreiddiol; forwarded=neges wreiddiol;
  from=oddi wrth|anfonwr; to=at|derbyniwr; date=dyddiad|anfonwyd; subject=pwnc; cc=copi
dsb: wrote=napisał|jo napisał; original=originalna powěsć; forwarded=dalej pósrědnjona powěsć;
  from=wót|wótpósłaŕ; to=komu; date=datum; subject=tema; cc=kopija|schowana kopija
eo: on=je; wrote=skribis; original=originala mesaĝo; from=de|sendanto; to=al|ricevanto;
  date=dato|sendita je; subject=temo; cc=kopio
eu: wrote=idatzi zuen|idatzi du; original=jatorrizko mezua; forwarded=birbidalitako mezua;
  from=igorlea|nork|bidaltzailea; to=hartzailea|nori; date=data|bidalita; subject=gaia; cc=kopia
fo: on=tann; wrote=skrivaði; original=uppruna boð; from=frá; to=til; date=tann; subject=evni
fy: on=op; wrote=skreau; original=orizjineel berjocht|oarspronklik berjocht;
  forwarded=trochstjoerd berjocht; from=fan|ofstjoerder; to=oan; date=ferstjoerd|datum;
  subject=underwerp|ûnderwerp
ga: on=scríobh|ar|ar an; wrote=scríobh; original=bunteachtaireacht|teachtaireacht bhunaidh|an
  teachtaireacht bhunaidh; forwarded=teachtaireacht ar aghaidh; from=ó|seolaí|seoltóir; to=chuig;
  date=seolta|dáta; subject=ábhar|ábhair
gd: on=sgrìobh; wrote=sgrìobh; original=an teachdaireachd thùsail; forwarded=an teachdaireachd a
  tha ’ga shìneadh air adhart; from=o|seòladair; to=gu; date=ceann-là|air a chur; subject=cuspair
gl: on=no|o; wrote=escribeu|escribiu; original=mensaxe orixianl|mensaxe orixinal;
  forwarded=mensaxe reenviada; from=de|dende|remitente; to=para; date=data|enviado;
  subject=asunto; cc=copia|cco
hi: wrote=ने लिखा|लिखा; original=पुराना मैसेज; from=प्रेषक|से|भेजने वाला; to=को|प्रति|पाने वाला;
  date=तारीख|भेजे गए; subject=विषय|सबजेक्ट|विशय; cc=प्रतिलिपि|सीसी|कार्बन
hsb: wrote=napisa; original=originalna powěsć; forwarded=dale sposrědkowana powěsć;
  from=wot|wotpósłar; to=komu; date=datum; subject=tema; cc=kopija|schowana kopija
hy: wrote=գրել է|ը գրել է|ը գրեց|գրեց; original=նախորդ հաղորդագրութիւնը|բնօրինակ նամակը|առաջին
  հաղորդագրությունը|բնաւրինակ հաղորդագրութիւն; forwarded=փոխանցվող նամակը|փոխանցուած
  հաղորդագրութիւն; from=ումից՝|ուղարկող|ումից|ուղարկողը; to=ում՝|ում|ստացող|ում (to);
  date=ուղարկուած՝|ամսաթիվ|ամսաթիւ; subject=վերնագիր՝|վերնագիր; cc=cc՝|ծածկապատճէն
ia: on=le; wrote=ha scribite; original=message original; forwarded=message inviate ultra;
  from=de|expeditor; to=a; date=data; subject=subjecto; cc=copia|ccn
ka: on=თარიღი|თარიღში; wrote=წერს|დაწერა; original=საწყისი მესიჯი|საწყისი წერილი|ორიგინალი
  შეტყობინება; forwarded=გადაგზავნილი წერილი; from=ვინ|ვისგან|გამგზავნი; to=ვის;
  date=თარიღი|გაიგზავნა; subject=თემა|საგანი|სათაური; cc=ასლი|ფარული ასლი
kab: on=di; wrote=yura; original=izen anezli; forwarded=izen yettwawelhen; from=si|sɣur|amazan;
  to=i; date=azemz|yettwazen; subject=asentel; cc=anɣ. i|anɣ.i|anɣ.uff.i
kk: wrote=жазған; original=түпнұсқа хабарламасы; forwarded=әрі қарай жіберілген хабарлама;
  from=кімнен|жiберушi; to=кімге; date=күні; subject=тақырыбы; cc=көшірме|жасырын көшірме
km: on=នៅលើ|កាលពីថ្ងៃ; wrote=បានសរសេរ; original=original message|សារដើម;
  forwarded=បានបញ្ជូនសារបន្ត; from=អ្នកផ្ញើ; to=ում|អ្នកទទួល; date=កាលបរិច្ឆេត; subject=ចំណងជើង
kn: original=ಮೂಲ ಸಂದೇಶ; from=ಇಂದ; to=ಗೆ; date=ದಿನಾಂಕ; subject=ವಿಷಯ
ku: on=di; wrote=nivîsî; original=peyama orîjînal; from=ji|لە; to=bo|بۆ; date=dîrok|بەروار;
  subject=mijar|ناونیشان
lb: on=den; wrote=schreift; original=original-message; from=vun; to=un; date=datum; subject=sujet
lo: on=ໃນ; wrote=ຂຽນ; from=ຈາກ; to=ເຖິງ; date=ສົ່ງແລ້ວ; subject=ຫົວເລື່ອງ; cc=ສຳເນົາເຖິງ
mk: on=на; wrote=напиша; original=оригинална порака; from=од|испраќач; to=до|примач; date=датум;
  subject=тема|наслов; cc=копирај
ml: wrote=എഴുതി|ൽ എഴുതി; original=യഥാർത്ഥ സന്ദേശം|യഥാര്‍ഥ സന്ദേശം; from=പ്രേഷിതാവ്|പ്രേഷിതന്‍;
  to=സ്വീകർത്താവ്|സ്വീകര്‍ത്താവ്; date=അയച്ചു|തീയതി; subject=വിഷയം
mn: from=хэнээс; to=хэнд; date=огноо; subject=гарчиг
mr: wrote=ने लिहीले; original=खरा संदेश; from=प्रेषक; to=प्रती; date=दिनांक; subject=विषय; cc=प्रत
ne: from=प्रेषक; to=प्रापक; date=तारिख; subject=विषय; cc=बोधार्थ
nn: on=den; wrote=skreiv; original=opphavleg melding; forwarded=vidaresend melding;
  from=frå|avsendar; to=til; date=sendt|dato; subject=emne; cc=kopi|kopi til
pa: original=original message; from=ਵੱਲੋਂ|ਭੇਜਣ ਵਾਲਾ; to=ਵੱਲ; date=ਮਿਤੀ; subject=ਵਿਸ਼ਾ
ps: from=استوونکی; to=ترلاسه کوونکی; date=نېټه; subject=مضمون; cc=لمېسل
rm: on=ils; wrote=ha scrit|scrit; original=messadi original; forwarded=messadi  renvià;
  from=da|speditur; to=a; date=data; subject=object
si: from=වෙතින්; to=වෙත; date=දිනය; subject=මාතෘකාව
sq: on=më; wrote=shkroi; original=mesazhi origjinal; forwarded=mesazhi i përcjellë;
  from=nga|dërgues; to=për; date=datë|dërguar më; subject=subjekt
ta: wrote=எழுதினார்|எழுதப்பட்டது|எழுதியது; original=உண்மை தகவல்; from=அனுப்புனர்|அனுப்புநர்;
  to=பெறுநர்|பெறுனர்; date=அனுப்பப்பட்டது|அனுப்பியவை|தேதி|அனுப்பியது;
  subject=பொருள்தலைப்பு|தலைப்பு|பொருள்; cc=நகல்
ti: from=ካብ; to=ናብ; date=ዕለት; subject=ዋኒን; cc=ካኮ
tzl: from=da; to=à; date=däts; subject=subxhect
ug: wrote=يازدى; original=ئەسلىي خەت; from=دىن; to=غا; date=چېسلا; subject=تىما; cc=قۇشۇمچە
ur: from=از; date=تاریخ; subject=مضمون
uz: wrote=yozgan kun|yozdi|da yozdi; original=asl xabar|asl xat; forwarded=uzatilgan xabar;
  from=jo‘natuvchi|kimdan; to=kimga|qabul qiluvchi; date=sana; subject=mavzu; cc=nusxasi
"""
