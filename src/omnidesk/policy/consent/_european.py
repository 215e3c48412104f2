"""How people say in other languages of Europe that they want no more (see `_lexicon`)."""

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
}
"""Phrases by language (BCP 47) and by what they do."""
