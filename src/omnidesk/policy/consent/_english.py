"""How people say in English that they want no more, with the words around it (see `_lexicon`)."""

from __future__ import annotations

from typing import Final

_ME = "(me/my/us/our)"
_TO = "(send/sending/receive/receiving/get/getting/call/calling/email/emailing/text/texting)"

WORDS: Final = {
    # The keywords of North American carriers (CTIA, Messaging Principles and Best Practices,
    # section 5.1.3) and of the FCC (47 CFR 64.1200(a)(10)): all that the message says.
    "keyword": (
        "stop, stopall, stop all, end, quit, cancel, revoke, optout, opt out, unsubscribe, remove, "
        "no more, remove me"
    ),
    "maybe_keyword": "stop it, stop this, go away, enough",
    "keyword_in": "start, unstop, subscribe, optin, opt in, resubscribe",
    "unsub": (
        "unsubscribe, unsub, unsubscribing, unsubscribed, unsuscribe, unsubcribe, opt out, optout, "
        f"opt {_ME} out, opting out, opted out, take {_ME} [name/number/email/address] off, "
        f"get {_ME} off, (withdraw/revoke/withdrawing/revoking) [my] consent, leave me alone, "
        "(lose/delete/forget) my number, replied stop, texted stop, said stop, unenroll me, "
        "do not contact list, do not call list, dont call list, cease and desist"
    ),
    "stop": (
        "stop, you to stop, cease, quit, discontinue, halt, turn off, stopped, stop with, "
        f"enough of, exclude {_ME} from, excluded from, (out of/avoid/rid of) receiving"
    ),
    "refuse": "refuse, decline, object to, refuse to, opposed to",
    "no": (
        "dont, do not, never, no, not, no longer, no more, must not, wouldnt, "
        "no need to, neither, nor, (dont/do not) have permission to, no permission to"
    ),
    "want": (
        "want [you] [to], wish [you] [to], would like [you] [to], like [you] to, "
        "id like [you] [to], need [you] [to], wanna, interested in, care to, care for, "
        "want to be, wish to be, like to be, consent to, agree to, authorise you to, "
        "authorize you to, want any, allowed to"
    ),
    "receive": "receive, receiving, get, getting, hear from, hearing from, be on, contacted",
    "send": (
        "send, sending, contact, contacting, bother, bothering, spam, spamming, harass, harassing, "
        "writing to, write to, pester, pestering, pinging, ping, reach out to"
    ),
    "send:call": "call, calling, phone, phoning, ring, ringing, robocalling",
    "send:message": "message, messaging",
    "send:sms": "text, texting",
    "send:email": "email, emailing, mail, mailing, e mail",
    "message": "updates, communications, communication, this stuff, these, anything",
    "message:message": "message, messages",
    "message:sms": "sms, text, texts, text message, text messages",
    "message:email": "email, emails, mail, mails, e mail, e mails, mailing, mailings",
    "message:call": "call, calls, phone call, phone calls, robocalls",
    "message:promotion": (
        "offers, promotion, promotions, promotional, promo, promos, ads, adverts, advertisements, "
        "advertising, marketing, deals, coupons, sales pitch, spam"
    ),
    "message:newsletter": "newsletter, newsletters, digest",
    "message:survey": "survey, surveys, questionnaires",
    "message:notification": "notification, notifications, alerts, reminders",
    "message:messenger": "messenger, facebook",
    "all": "all, everything, any kind, of any kind, all channels, completely",
    "more": "anymore, any more, more, again, ever, from now on, any longer, ever again",
    "remove": "remove, removed, remove me, delete, take, erase, strike, drop",
    "list": (
        "list, mailing list, contact list, database, lists, your list, my (number/email/name), "
        "my phone number, my address, my email address, your records, your system"
    ),
    "me": "me, my, us, i, im, our, ive, id, myself",
    "sub": "subscribe, sign me up, sign up, opt in, opt me in, add me, subscribe me",
    "agree": "agree, consent, happy, ok to, you may, feel free to, you are welcome to",
    "rejoin": (
        "resubscribe, subscribe me again, start sending, opt [me] back in, put me back on, "
        "sign me up again, keep me on, keep sending me, re subscribe"
    ),
    "how": (
        "how, how to, how do i, how can i, where, what happens if, why, when, which, is there, "
        "is it possible, can i, could i, do i, do you, am i, did i, should i, was i, will i, "
        "may i, tell me how, what, whats, who, does, did, was my, is this, is my, has my, are you"
    ),
    "request": (
        "(can/could/would/will) (you/u/someone/somebody) [please], please, pls, plz, kindly, "
        "would you mind, i ask you to, i am asking you to"
    ),
    "if": (
        "if, unless, in case, otherwise, or i will, or ill, before i, thinking of, maybe i, might"
    ),
    "mistake": "accidentally, accident, by mistake, mistakenly, mistake, didnt mean to",
    "maybe": (
        "annoying, annoyed, fed up, sick of, harassment, "
        "(too/so) many (emails/messages/calls/texts/mails/sms/ads/notifications), "
        "keep (calling/emailing/texting/sending/messaging), still (getting/receiving), "
        "keep getting, never (signed up/subscribed/asked), "
        "(didnt/did not) (sign up/subscribe/ask for), this is spam, how did you get my, "
        "who gave you my, less often, fewer, take a break from, pause, "
        "dont remember (subscribing/signing up), only (email/text/call/message/contact) me"
    ),
    "cannot": "cant, cannot, could not, couldnt, unable to, wont let me, not able to, trying to",
    "link": "(unsubscribe/opt out) (link/button/page/option/form), unsubscribe doesnt work",
    "manual": (
        "(reply/text/send/type/answer) (stop/unsubscribe), to (unsubscribe/stop/opt out), "
        "click here, reply with"
    ),
    "but": "but, instead, only, except, rather, just keep, keep",
    "they": (
        "customer, customers, client, clients, he, she, they, wife, husband, friend, mother, "
        "father, mom, mum, dad, someone, people, subscribers, colleague, boss, users"
    ),
    "thing": (
        "order, orders, booking, delivery, package, packages, parcel, parcels, appointment, "
        "payment, invoice, refund, "
        "contract, meeting, product, course, class, trial, plan, membership, account, offer, "
        "quote, item, return, shipment, subscription, cards, card, goods, shoes, size, policy, "
        "invitation, request, treatment, machine, music, video, bus, train, car, cat, proposal, "
        "job, interview, transfer, ticket, tickets, flight, room, files, old address, "
        "my work address"
    ),
    "time": (
        "today, tomorrow, tonight, before, after, until, during, morning, mornings, evening, "
        "evenings, afternoon, weekend, weekends, at night, at work, pm, late, monday, "
        "sunday, sundays, hours, oclock, so early, this week"
    ),
    "plain": (
        "stop by, stopped by, stop in, stopping by, bus stop, non stop, nonstop, stop at, "
        "one stop, full stop, pit stop, stop working, stopped working, stops working, stop button, "
        "cant stop, cannot stop, never stop, non stop flight, next stop, last stop, stop loss, "
        "stop over, in the end, at the end, weekend, week end, end of, cancel my, cancel the, "
        "cancel our, by the end, the end, did not (receive/get), didnt (receive/get), "
        "havent received, havent got, have not received, dont get [it/why/the], not receive, "
        "need not, not received, not receiving, get back to, give me a call, call back, "
        "call me back, "
        "do not hesitate, dont hesitate, dont worry, dont forget, do not forget, no problem, "
        "not only, email address, dont call it, remove the, delete the, quit smoking, quit my, "
        "quit the, stop making, stop selling, stopped selling, end date, stop the, "
        "could not stop, wont stop, dont stop, do not stop, why not, no one, not sure, "
        "take care, call it, no call, decline the, no email address"
    ),
    "past": "already, yesterday, earlier",
    "courtesy": (
        "hi, hello, hey, dear, sir, madam, team, thanks, thank you, thank u, thx, ty, now, "
        "immediately, asap, right now, regards, best regards, ok, okay, just, guys, everyone, "
        "the, to, from, this, it, your, you, of, a, and, for, at once, cheers, sorry, so much, "
        "very much, in advance, if possible, if you can, if you dont mind, yes, right away, any, "
        "off, already, am, too, thanking you, permanently, today please"
    ),
}
"""Phrases by what they do."""
