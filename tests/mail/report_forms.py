"""Reports as mail servers write them, about a letter that left with an envelope sender: real shapes, invented names."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import TypeAlias

Form: TypeAlias = Callable[[str, str], bytes]  # the envelope sender and the Message-ID of the letter

RECIPIENT = "ben@steppe.example"


def _report(sender: str, text: str, status: str, returned: str, *, subject: str, headers: str = "", kind: str = "message/delivery-status") -> bytes:
    message = f"""\
Return-Path: <>
Delivered-To: {sender}
{headers}From: Mail Delivery System <MAILER-DAEMON@mx.steppe.example>
To: {sender}
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="=_limit/1"
Date: Sun, 29 Nov 2026 03:00:00 +0000

This is a MIME-encapsulated message.

--=_limit/1
Content-Type: text/plain; charset=utf-8

{text}

--=_limit/1
Content-Description: Delivery report
Content-Type: {kind}

{status}

--=_limit/1
{returned}

--=_limit/1--
"""
    return message.replace("\n", "\r\n").encode("utf-8", "surrogateescape")


def _headers(message_id: str) -> str:
    return f"""\
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <coalition@memo.example.org>
From: Coalition <coalition@memo.example.org>
To: {RECIPIENT}
Subject: Invitation to sign
Message-ID: {message_id}"""


def _whole(message_id: str) -> str:
    return f"""\
Content-Type: message/rfc822

From: Coalition <coalition@memo.example.org>
To: {RECIPIENT}
Subject: Invitation to sign
Message-ID: {message_id}

Dear Ben,"""


def postfix(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns; mx.memo.example.org
X-Postfix-Queue-ID: 4F1B22E1A3
X-Postfix-Sender: rfc822; {sender}
Arrival-Date: Sun, 29 Nov 2026 02:59:58 +0000 (UTC)

Final-Recipient: rfc822; {RECIPIENT}
Original-Recipient: rfc822;{RECIPIENT}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.steppe.example
Diagnostic-Code: smtp; 550 5.1.1 <{RECIPIENT}>: Recipient address rejected: User unknown"""
    text = f"I'm sorry to have to inform you that your message could not be delivered.\n\n<{RECIPIENT}>: host mx.steppe.example said: 550"
    headers = "Auto-Submitted: auto-replied\n"
    return _report(sender, text, status, _headers(message_id), subject="Undelivered Mail Returned to Sender", headers=headers)


def exim(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns; mail.steppe.example

Action: failed
Final-Recipient: rfc822;{RECIPIENT}
Status: 5.0.0
Remote-MTA: dns; inbound.steppe.example
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full"""
    headers = f"X-Failed-Recipients: {RECIPIENT}\nAuto-Submitted: auto-replied\n"
    text = "This message was created automatically by mail delivery software."
    return _report(sender, text, status, _whole(message_id), subject="Mail delivery failed: returning message to sender", headers=headers)


def exchange(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns;AM0PR01MB1.eurprd01.prod.outlook.example
Received-From-MTA: dns;mx.memo.example.org
Arrival-Date: Sun, 29 Nov 2026 02:59:58 +0000

Final-Recipient: rfc822;{RECIPIENT}
Action: failed
Status: 5.7.606
Diagnostic-Code: smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.1]
X-Display-Name: =?utf-8?B?0JHQtdC9?="""
    return _report(sender, "Ваше сообщение не доставлено.", status, _whole(message_id), subject="=?utf-8?B?0J3QtSDQtNC+0YHRgtCw0LLQu9C10L3Qvg==?=")


def gmail(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns; googlemail.example
Received-From-MTA: dns; {sender}
Arrival-Date: Sat, 28 Nov 2026 18:59:58 -0800 (PST)
X-Original-Message-ID: {message_id}

Final-Recipient: rfc822; {RECIPIENT}
Action: failed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Last-Attempt-Date: Sat, 28 Nov 2026 18:59:59 -0800 (PST)"""
    text = "** Message not delivered **\n\nThere was a problem delivering your message. See the technical details below."
    return _report(sender, text, status, _whole(message_id), subject="Delivery Status Notification (Failure)")


def sendmail(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns; relay.example
Arrival-Date: Sun, 29 Nov 2026 03:00:00 GMT

Final-Recipient: RFC822; {RECIPIENT}
Action: FAILED
Status: 5.2.3 (message too large)
Diagnostic-Code: SMTP; 552 5.2.3 Message exceeds size limit"""
    return _report(sender, "   ----- The following addresses had permanent fatal errors -----", status, _headers(message_id), subject="Returned mail")


def only_the_code(sender: str, message_id: str) -> bytes:
    status = f"Reporting-MTA: dns; old.example\n\nFinal-Recipient: rfc822; {RECIPIENT}\nStatus: 5.2.1"
    return _report(sender, "No.", status, _headers(message_id), subject="Failure")


def in_base64(sender: str, message_id: str) -> bytes:
    status = b64encode(f"Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; {RECIPIENT}\nAction: failed\nStatus: 5.1.2\n".encode()).decode()
    kind = "message/delivery-status\nContent-Transfer-Encoding: base64"
    return _report(sender, "Encoded against the rules.", status, _headers(message_id), subject="Failure", kind=kind)


def international(sender: str, message_id: str) -> bytes:
    status = "Reporting-MTA: dns; x.example\n\nFinal-Recipient: utf-8; бен@степь.example\nAction: failed\nStatus: 5.6.7"
    return _report(sender, "Адрес.", status, _headers(message_id), subject="Failure", kind="message/global-delivery-status")


def several(sender: str, message_id: str) -> bytes:
    status = """\
Reporting-MTA: dns; list.example

Final-Recipient: rfc822; one@list.example
Action: failed
Status: 5.2.2

Final-Recipient: rfc822; two@list.example
Action: relayed
Status: 2.1.9"""
    return _report(sender, "Partly delivered.", status, _headers(message_id), subject="Partly")


def delayed(sender: str, message_id: str) -> bytes:
    status = f"""\
Reporting-MTA: dns; mx.memo.example.org

Final-Recipient: rfc822; {RECIPIENT}
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx.steppe.example[192.0.2.7]:25: Connection timed out
Will-Retry-Until: Fri, 4 Dec 2026 02:59:58 +0000 (UTC)"""
    return _report(sender, "THIS IS A WARNING ONLY.", status, _headers(message_id), subject="Delayed Mail (still being retried)")


def delivered(sender: str, message_id: str) -> bytes:
    status = f"Reporting-MTA: dns; x.example\n\nFinal-Recipient: rfc822; {RECIPIENT}\nAction: delivered\nStatus: 2.0.0"
    return _report(sender, "Delivered.", status, _headers(message_id), subject="Success")


def huge(sender: str, message_id: str) -> bytes:
    return postfix(sender, message_id).replace(b"\r\n\r\n--=_limit/1--", b"\r\n\r\n" + b"A line of it.\r\n" * 100_000 + b"--=_limit/1--")


def weird_characters(sender: str, message_id: str) -> bytes:
    raw = postfix(sender, message_id).replace(b"charset=utf-8", b'charset="x-\xff-no-such"').replace(b"I'm sorry", b"\xc3\x28\x00\xff\xfe")
    return raw.replace(b"Subject: ", b"Subject: =?no-such?Q?=E4?= \xd0\xff ")


def plain_message(sender: str, text: str, headers: str = "") -> bytes:
    lines = f"From: Ben <{RECIPIENT}>\nTo: {sender}\nSubject: Re: Invitation\n{headers}Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    return lines.replace("\n", "\r\n").encode()


def vacation(sender: str, message_id: str) -> bytes:
    return plain_message(sender, "I am away until Monday. Status: 5.1.1 Action: failed", f"Auto-Submitted: auto-replied\nIn-Reply-To: {message_id}\n")


def read_receipt(sender: str, message_id: str) -> bytes:
    raw = postfix(sender, message_id).replace(b"report-type=delivery-status", b"report-type=disposition-notification")
    return raw.replace(b"message/delivery-status", b"message/disposition-notification")


def reply(sender: str, message_id: str) -> bytes:
    return plain_message(sender, "Who are you? 5.1.1", f"In-Reply-To: {message_id}\n")


def forwarded(sender: str, message_id: str) -> bytes:
    enclosed = postfix(sender, message_id).decode()
    headers = f'From: Cleo <cleo@example.org>\r\nTo: {sender}\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    return f"{headers}--x\r\nContent-Type: message/rfc822\r\n\r\n{enclosed}\r\n--x--\r\n".encode()


def broken(sender: str, message_id: str) -> bytes:
    return postfix(sender, message_id).replace(b"--=_limit/1\r\n", b"--=_other\r\n")


def nested(sender: str, message_id: str) -> bytes:
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{depth}"\r\n\r\n--b{depth}\r\n' for depth in range(1500))
    return f"From: x@example.org\r\nTo: {sender}\r\nMessage-ID: {message_id}\r\n{opening}\r\n".encode()


FAILURES: dict[Form, str] = {
    postfix: "5.1.1",
    exim: "5.2.2",
    exchange: "5.7.606",
    gmail: "4.4.1",
    sendmail: "5.2.3",
    only_the_code: "5.2.1",
    in_base64: "5.1.2",
    international: "5.6.7",
    huge: "5.1.1",
    weird_characters: "5.1.1",
}
