"""How people say in other languages that they want no more (see `_lexicon`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "keyword": "stop, arrêt, arrêter, désabonner, désabonnement, désinscription",
        "keyword_in": "abonnement, je m'abonne",
        "unsub": (
            "désabonner, désabonnez, désabonne, désabonnement, désinscrire, désinscrivez, "
            "désinscription, me désinscris, résilier mon abonnement à la newsletter, "
            "retirez moi, retirer mon adresse, supprimez moi, rayez moi, laissez moi tranquille, "
            "retire mon consentement, n'envoyez plus, ne m'envoyez plus, "
            "ne plus (recevoir/être contacté/être contactée/être appelé)"
        ),
        "stop": "arrêtez [de], arrêter [de], cessez [de], stoppez, stop aux, fini",
        "refuse": "refuse, m'oppose à, refuse de",
        "unsub:call": "ne m'appelez plus, n'appelez plus",
        "no": "ne, pas, plus",
        "want": "veux, souhaite, voudrais, veux plus, souhaite plus, désire",
        "receive": "recevoir, reçois",
        "send": "envoyer, envoyez, m'envoyer, m'envoyez, contacter, contactez, me contacter",
        "send:call": "appeler, appelez, m'appeler, m'appelez, téléphoner",
        "message:message": "courriers, communications",
        "message:email": "mail, mails, e mails, email, emails, courriel, courriels",
        "message:sms": "sms, textos",
        "message:call": "appels",
        "message:promotion": "publicité, publicités, pub, promotions, offres, pubs",
        "message:newsletter": "newsletter, lettre d'information, infolettre",
        "more": "plus, plus jamais, désormais",
        "me": "me, moi, mon, je, nous",
        "sub": "m'abonner, abonnez moi, m'inscrire, inscrivez moi",
        "how": "comment, où, pourquoi, est ce que, puis je, peut on",
        "request": "merci de, veuillez, s'il vous plaît, svp, pouvez vous, pourriez vous",
        "if": "si",
        "thing": "commande, rendez vous, colis, contrat, offre d'emploi, réservation, facture",
        "plain": "pas reçu, ne me désabonnez pas, stopper la, arrêt de bus",
        "cannot": "n'arrive pas à, impossible de",
        "courtesy": (
            "bonjour, merci, à, la, le, les, de, vos, votre, des, du, s'il, vous, cordialement"
        ),
    },
    "de": {
        "keyword": "stopp, stop, abmelden, abbestellen, abmeldung, austragen",
        "keyword_in": "anmelden",
        "unsub": (
            "abmelden, abbestellen, abmeldung, abbestellung, austragen, abbestelle, "
            "widerrufe [ich] [meine] [einwilligung], widerspreche, aus [dem] [ihrem] verteiler, "
            "lassen sie mich in ruhe, melden sie mich ab, bestelle [den] newsletter ab"
        ),
        "stop": "stoppen sie, hören sie auf, unterlassen sie, beenden sie",
        "no": "keine, kein, nicht, nicht mehr, keinen",
        "want": "möchte, will, wünsche, wollen",
        "receive": "erhalten, bekommen, empfangen",
        "send": "schicken [sie], senden [sie], kontaktieren, zusenden, belästigen",
        "send:call": "anrufen, rufen sie [mich]",
        "message:message": "post, nachrichten, zusendungen",
        "message:email": "e mail, e mails, email, emails, mails, mail",
        "message:sms": "sms",
        "message:call": "anrufe",
        "message:promotion": "werbung, angebote, werbemails, werbeanrufe",
        "message:newsletter": "newsletter, rundbrief",
        "more": "mehr, künftig, in zukunft",
        "remove": "löschen, entfernen, streichen, nehmen",
        "list": "verteiler, liste, mailingliste",
        "me": "mich, mir, meine, ich, uns",
        "sub": "newsletter abonnieren, anmelden",
        "how": "wie, wo, warum, kann ich, wieso, weshalb",
        "request": "bitte, können sie, könnten sie",
        "if": "wenn, falls",
        "thing": "bestellung, termin, paket, vertrag, rechnung, auto, kind, kurs, buchung",
        "plain": "nicht abmelden, nicht erhalten, keine mail erhalten, nicht bekommen",
        "cannot": "kann [mich] nicht, lässt sich nicht",
        "courtesy": "hallo, danke, guten tag, den, vom, von, ihrem, ihren, die, sie, vielen dank",
    },
    "es": {
        "keyword": "baja, alto, parar, cancelar, darme de baja, dar de baja, cancelar suscripción",
        "keyword_in": "suscribirme, alta",
        "unsub": (
            "(darme/dar/denme/dame/deme/dénme/darse) de baja, cancelar [mi/la] suscripción, "
            "cancelen mi suscripción, desuscribir, desuscribirme, anular [mi] suscripción, "
            "quítenme de, bórrenme de, déjenme en paz, retiro mi consentimiento"
        ),
        "stop": "dejen de, deje de, deja de, paren de, basta de, pare de",
        "refuse": "rechazo",
        "no": "no, nunca, ya no, jamás",
        "want": "quiero, deseo, quisiera, me interesa",
        "receive": "recibir, recibiendo",
        "send": "envíen, envíe, enviar, enviarme, enviando, manden, mandarme, mandando, "
        "me envíen, me manden, contactarme, contacten, molestarme, molesten, escribirme",
        "send:call": "llamen, llame, llamarme, llamar, llamando, me llamen",
        "message:message": "mensajes, comunicaciones",
        "message:email": "correo, correos, email, emails, e mails",
        "message:sms": "sms",
        "message:call": "llamadas",
        "message:promotion": "publicidad, promociones, ofertas",
        "message:newsletter": "boletín, newsletter",
        "more": "más, nunca más",
        "remove": "eliminen, eliminar, borren, quiten, quitar",
        "list": "lista, base de datos",
        "me": "me, mi, yo, nos",
        "sub": "suscribirme, suscríbanme",
        "how": "cómo, dónde, por qué, puedo, cuándo",
        "request": "por favor, podrían, pueden, favor de",
        "if": "si",
        "thing": "pedido, cita, paquete, contrato, factura, reserva, curso",
        "plain": (
            "no he recibido, no recibí, no recibo, no cancelen, no quiero (darme de baja/cancelar)"
        ),
        "cannot": "no puedo, no logro",
        "courtesy": "hola, gracias, buenos días, de, del, la, el, los, las, su, sus, esta, este",
    },
    "pt": {
        "keyword": "sair, pare, parar, cancelar, cancelar inscrição, descadastrar, stop",
        "keyword_in": "inscrever",
        "unsub": (
            "cancelar [a/minha] inscrição, cancelar [a/minha] assinatura da newsletter, "
            "cancelem minha inscrição, descadastrar, descadastre, me descadastrem, descadastrem, "
            "desinscrever, me tirem da, me remova da, me removam da, me deixem em paz, "
            "retiro meu consentimento, remover subscrição"
        ),
        "stop": "parem de, pare de, parar de, chega de, deixem de",
        "no": "não, nunca, nunca mais",
        "want": "quero, desejo, gostaria",
        "receive": "receber, recebendo",
        "send": "enviar, enviem, envie, mandar, mandem, mande, me mandar, me enviar, contatar",
        "send:call": "ligar, liguem, ligue, me ligar, me liguem, telefonar",
        "message:message": "mensagens, comunicações",
        "message:email": "email, emails, e mail, e mails",
        "message:sms": "sms",
        "message:call": "ligações, chamadas",
        "message:promotion": "propaganda, promoções, publicidade, ofertas",
        "message:newsletter": "newsletter, boletim",
        "more": "mais",
        "remove": "remover, removam, tirem, excluam",
        "list": "lista, cadastro",
        "me": "me, meu, minha, eu",
        "sub": "me inscrever, inscrevam me",
        "how": "como, onde, por que, posso, quando",
        "request": "por favor, podem, poderiam, pode",
        "if": "se",
        "thing": "pedido, consulta, pacote, contrato, fatura, reserva, curso, compra",
        "plain": "não recebi, não recebo, não quero cancelar, não cancelem",
        "cannot": "não consigo",
        "courtesy": "olá, oi, obrigado, obrigada, de, da, do, a, o, por gentileza, bom dia",
    },
    "it": {
        "keyword": "basta, cancella, cancellami, disiscrizione, disiscrivi, stop",
        "keyword_in": "iscrivimi",
        "unsub": (
            "disiscrivetemi, disiscrivere, disiscrivermi, disiscrizione, disiscrivimi, "
            "cancellatemi, cancellare la mia iscrizione, cancellarmi dalla, toglietemi da, "
            "lasciatemi in pace, annullare l'iscrizione, revoco il [mio] consenso"
        ),
        "stop": "smettete di, smettetela di, smetti di, basta con, basta",
        "no": "non, mai più, mai",
        "want": "voglio, desidero, vorrei",
        "receive": "ricevere",
        "send": "mandare, mandarmi, mandate, mandatemi, inviare, inviarmi, inviatemi, contattarmi",
        "send:call": "chiamarmi, chiamate, chiamatemi, telefonarmi",
        "message:message": "messaggi, comunicazioni",
        "message:email": "email, mail, e mail",
        "message:sms": "sms",
        "message:call": "chiamate, telefonate",
        "message:promotion": "pubblicità, promozioni, offerte",
        "message:newsletter": "newsletter",
        "more": "più",
        "remove": "rimuovete, rimuovetemi, togliete, eliminate",
        "list": "lista, elenco",
        "me": "mi, me, mio, mia, io",
        "sub": "iscrivermi, iscrivetemi",
        "how": "come, dove, perché, posso",
        "request": "per favore, per piacere, potete, potreste",
        "if": "se",
        "thing": "ordine, appuntamento, pacco, contratto, fattura, prenotazione",
        "plain": "non ho ricevuto, non cancellatemi, non ricevo",
        "courtesy": "ciao, grazie, buongiorno, la, il, le, dalla, salve, vostra, di",
    },
    "nl": {
        "keyword": "stop, afmelden, uitschrijven, opzeggen",
        "keyword_in": "aanmelden",
        "unsub": (
            "uitschrijven, afmelden, schrijf mij uit, schrijf me uit, meld mij af, meld me af, "
            "afmelding, haal mij van, haal me van, laat me met rust, verwijder mij uit, "
            "trek mijn toestemming in"
        ),
        "stop": "stop met, stoppen met, hou op met, houd op met",
        "no": "geen, niet, niet meer, nooit",
        "want": "wil, wens",
        "receive": "ontvangen, krijgen",
        "send": "sturen, stuur, zenden, benaderen",
        "send:email": "mailen, mail",
        "send:call": "bellen, bel",
        "message:message": "berichten",
        "message:email": "mail, mails, e mail, e mails",
        "message:sms": "sms, smsjes",
        "message:call": "telefoontjes",
        "message:promotion": "reclame, aanbiedingen, reclames",
        "message:newsletter": "nieuwsbrief, nieuwsbrieven",
        "more": "meer",
        "me": "mij, me, mijn, ik",
        "how": "hoe, waar, waarom, kan ik",
        "request": "graag, alstublieft, aub, kunt u, kun je, gelieve",
        "if": "als, indien",
        "thing": "bestelling, afspraak, pakket, contract, factuur, les",
        "plain": "niet ontvangen, niet uitschrijven",
        "courtesy": "hallo, dank u, bedankt, dag, de, het, voor, uw, van, deze",
    },
    "pl": {
        "keyword": "wypisz, wypisać, rezygnuję, stop, wypisz mnie",
        "keyword_in": "zapisz mnie",
        "unsub": (
            "wypisz mnie, wypisać, wypisać się, wypiszcie mnie, proszę mnie wypisać, "
            "chcę się wypisać, "
            "rezygnuję z, rezygnacja z newslettera, anulować subskrypcję, "
            "cofam zgodę, wycofuję zgodę, usuńcie mnie z, proszę mnie usunąć z, dajcie mi spokój"
        ),
        "stop": "przestańcie, proszę przestać, przestań",
        "no": "nie, nigdy, żadnych",
        "want": "chcę, życzę sobie, chciałbym",
        "receive": "otrzymywać, dostawać",
        "send": "wysyłać, wysyłajcie, przysyłać, przysyłajcie, kontaktować",
        "send:call": "dzwonić, dzwońcie, dzwonicie",
        "message:message": "wiadomości",
        "message:email": "maili, maile, e maili, mail",
        "message:sms": "smsów, sms, smsy",
        "message:promotion": "reklam, reklamy, ofert, oferty",
        "message:newsletter": "newslettera, newsletter",
        "more": "więcej, już",
        "me": "mnie, mi, do mnie",
        "how": "jak, gdzie, dlaczego, czy",
        "request": "proszę, możecie",
        "if": "jeśli, jeżeli",
        "thing": "zamówienia, zamówienie, wizyty, paczki, umowy",
        "plain": "nie otrzymałem, nie dostałem, nie wypisujcie mnie, nie chcę się wypisać",
        "courtesy": "dzień dobry, dziękuję, z, do, tej, listy",
    },
    "ru": {
        "keyword": "стоп, отписаться, отписка, отпишите, отказ",
        "keyword_in": "подписаться",
        "unsub": (
            "отписаться, отпишите, отписаться от, отписка, отписываюсь, отмените подписку, "
            "отменить подписку, удалите меня из, уберите меня из, оставьте меня в покое, "
            "отзываю согласие, отказываюсь от рассылки, отказ от рассылки, уберите мой номер"
        ),
        "stop": "прекратите, перестаньте, хватит",
        "refuse": "отказываюсь",
        "no": "не, больше не, никогда",
        "want": "хочу, желаю",
        "receive": "получать",
        "send": "присылать, присылайте, слать, шлите, отправлять, отправляйте, писать, пишите, "
        "беспокоить, беспокойте",
        "send:call": "звонить, звоните",
        "message:message": "сообщения, сообщений",
        "message:email": "письма, писем",
        "message:sms": "смс",
        "message:call": "звонки",
        "message:promotion": "рекламу, реклама, рекламы, акции",
        "message": "рассылку, рассылки",
        "more": "больше, никогда",
        "me": "мне, меня, мой",
        "how": "как, где, почему, можно ли, зачем",
        "request": "пожалуйста, прошу, можете",
        "if": "если",
        "thing": "заказ, заказа, посылки, договора, запись, доставки, товара",
        "plain": (
            "не получил, не получила, не отписывайте, не хочу отписываться, не отписывайте меня"
        ),
        "courtesy": "здравствуйте, спасибо, добрый день, от, из, вашей, на, это",
    },
    "uk": {
        "keyword": "стоп, відписатися, відписатись, відписка, відмова",
        "unsub": (
            "відписатися, відписатись, відпишіть, відписуюсь, скасувати підписку, "
            "видаліть мене, відкликаю згоду, приберіть мене, дайте мені спокій"
        ),
        "stop": "припиніть, перестаньте, досить",
        "no": "не, більше не",
        "want": "хочу, бажаю",
        "receive": "отримувати",
        "send": "надсилати, надсилайте, слати, писати, турбуйте, турбувати",
        "send:call": "дзвонити, дзвоніть, телефонуйте",
        "message:message": "повідомлення, повідомлень",
        "message:email": "листи, листів",
        "message:promotion": "рекламу, реклами",
        "message": "розсилку, розсилки",
        "more": "більше, ніколи",
        "me": "мені, мене",
        "how": "як, де, чому, чи можна",
        "request": "будь ласка, прошу",
        "thing": "замовлення, посилки",
        "plain": "не отримав, не отримала, не відписуйте",
        "courtesy": "дякую, добрий день, від, з, вашої, на",
    },
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
