"""What people type to find notifications of a kind, beside the words of its sentence: other forms of the verb, and the noun of the act.

The languages are those of the interface. A word has four letters at least, as in `notice_verbs.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPED: Mapping[NoticeKind, Mapping[str, str]] = {
    NoticeKind.PUBLISHED: {
        "en": "publish publication publishing",
        "ru": "опубликована опубликовано опубликовали публикация публикации",
        "ar": "نشرت النشر منشور منشورة",
        "nb": "publisert publisering offentliggjøring",
    },
    NoticeKind.ADOPTED: {
        "en": "adopt adoption authentication",
        "ru": "принята принято приняли принятие удостоверение",
        "ar": "اعتمدت اعتماد الاعتماد توثيق",
        "nb": "vedtak vedtakelse vedta autentisering",
    },
    NoticeKind.OPENED: {
        "en": "opening opens",
        "ru": "открыта открыто открыли открытие",
        "ar": "فتحت افتتح افتتاح",
        "nb": "åpning åpnes åpnet",
    },
    NoticeKind.TIMELINE_ENTRY: {
        "en": "delivery deliveries answered updates chronicle",
        "ru": "передача передали ответили новости итоги",
        "ar": "تسليم سلمت مستجدات نتيجة",
        "nb": "overlevert overlevering svarte oppdateringer utfall",
    },
    NoticeKind.EXTENDED: {
        "en": "extend extension prolonged",
        "ru": "продлена продлено продлили продление",
        "ar": "مددت تمديد التمديد",
        "nb": "forlenge forlengelse forlenges",
    },
    NoticeKind.LAST_DAY_SET: {
        "en": "deadline",
        "ru": "крайний дедлайн назначили",
        "ar": "الموعد النهائي حددت",
        "nb": "frist fristen",
    },
    NoticeKind.SIGNATURE: {
        "en": "signature signing signs signatory",
        "ru": "подписал подписали подписание подпись подписант",
        "ar": "وقعت وقعوا التوقيع توقيعات موقعة",
        "nb": "signert signerte signatur undertegnet undertegnelse underskrift",
    },
    NoticeKind.AD_REFERENDUM: {
        "en": "provisional provisionally",
        "ru": "референдум предварительно",
        "ar": "مشروط التوقيع الاستشارة",
        "nb": "foreløpig forbehold",
    },
    NoticeKind.CONFIRMATION: {
        "en": "confirm confirmation confirms",
        "ru": "подтвердил подтвердили подтверждение",
        "ar": "أكدت أكدوا التأكيد تأكيدها",
        "nb": "bekreftelse bekrefte bekreftet",
    },
    NoticeKind.LAPSE: {
        "en": "lapse expired expiry",
        "ru": "утратил утратило истекла истек",
        "ar": "سقطت سقوط السقوط",
        "nb": "bortfall bortfalt utløpt",
    },
    NoticeKind.ACCESSION: {
        "en": "accession accede accedes acceding joined joining",
        "ru": "присоединился присоединились присоединение присоединяется",
        "ar": "انضمت انضم انضموا انضمام الانضمام انضمامها",
        "nb": "tiltrådte tiltredelse tiltrådt sluttet",
    },
    NoticeKind.SUPPORT: {
        "en": "supports supported supporting supporter",
        "ru": "поддержала поддержал поддержали поддержка",
        "ar": "أيدت أيدوا التأييد تأييدها دعمت",
        "nb": "støtter støttet støtte",
    },
    NoticeKind.DISCLOSED: {
        "en": "disclosed disclosure reveal revealed",
        "ru": "раскрыл раскрыли раскрытие",
        "ar": "أفصحت أفصح الإفصاح إفصاح",
        "nb": "offentliggjorde navngitt",
    },
    NoticeKind.WITHDRAWAL: {
        "en": "withdraw withdrawal withdrawn",
        "ru": "отозвала отозвал отозвали отзыв выход вышла",
        "ar": "انسحبت انسحبوا الانسحاب انسحاب",
        "nb": "trekke trakk tilbaketrekking trukket",
    },
    NoticeKind.ANNULMENT: {
        "en": "annul annulment cancelled",
        "ru": "аннулировали аннулирована аннулирование",
        "ar": "أبطلت إبطال الإبطال أبطل",
        "nb": "annullere annullering annullert",
    },
    NoticeKind.STATEMENT: {
        "en": "declarations reservations objected objection statement",
        "ru": "декларация оговорка оговорки возражение заявление",
        "ar": "أعلنت الإعلان تحفظت التحفظ اعتراض",
        "nb": "erklæringer forbeholdt innvending uttalelse",
    },
    NoticeKind.STATEMENT_WITHDRAWN: {
        "en": "withdraw withdrawal withdrawn",
        "ru": "отозвал отозвали отзыв",
        "ar": "سحبت السحب سحبها",
        "nb": "trekke trakk tilbaketrekking",
    },
    NoticeKind.CORRECTION_PROPOSED: {
        "en": "propose proposal proposes",
        "ru": "предложили предложение предложена",
        "ar": "اقترحت اقتراح الاقتراح",
        "nb": "foreslå forslag foreslås",
    },
    NoticeKind.CORRECTED: {
        "en": "corrected corrects rectification rectify",
        "ru": "исправлен исправили исправления",
        "ar": "صححت تصحيح التصحيح",
        "nb": "rettelse rettelser korrigert",
    },
    NoticeKind.CORRECTION_FAILED: {
        "en": "fails failure objection objected",
        "ru": "возражение возразил возразили",
        "ar": "تعذرت اعترضت اعتراض",
        "nb": "mislyktes innvending protest",
    },
    NoticeKind.CORRECTION_WITHDRAWN: {
        "en": "withdraw withdrawal withdrew",
        "ru": "отозвали отозван отзыв",
        "ar": "سحبت السحب سحبوا",
        "nb": "trekke trakk tilbaketrekking",
    },
    NoticeKind.TOOK_EFFECT: {
        "en": "effective force",
        "ru": "вступил вступила вступило вступление",
        "ar": "نافذ نفاذ النفاذ سريان",
        "nb": "ikrafttredelse trer trådte",
    },
    NoticeKind.TERMINATED: {
        "en": "terminate termination ended",
        "ru": "прекратил прекратили прекращение",
        "ar": "انتهت إنهاء انتهاء",
        "nb": "opphør opphører avsluttet",
    },
    NoticeKind.SUPERSEDED: {
        "en": "superseded supersedes revision revised",
        "ru": "редакции пересмотрен заменен",
        "ar": "إصدار الإصدارات تنقيح",
        "nb": "utgaver revisjon erstattet",
    },
    NoticeKind.CLOSED: {
        "en": "closing closes closure",
        "ru": "закрыта закрыто закрыли закрытие",
        "ar": "أغلقت إغلاق الإغلاق",
        "nb": "stenge stenging lukket avsluttet",
    },
    NoticeKind.ACCESSION_OPENED: {
        "en": "opening opens accede",
        "ru": "открыта открыто открыли открытие",
        "ar": "فتحت افتتح افتتاح",
        "nb": "åpning åpnes tiltre",
    },
    NoticeKind.ORGANISATION_CHANGED: {
        "en": "renamed rename merged merger dissolved successor",
        "ru": "переименована переименовали переименование слияние ликвидация преемник",
        "ar": "غيرت تغيير التغيير اندماج تصفية",
        "nb": "omdøpt navneendring sammenslåing oppløst etterfølger",
    },
    NoticeKind.RECORD_CORRECTED: {
        "en": "corrects rectified correcting",
        "ru": "исправлен исправили исправлено",
        "ar": "صححت تصحيح التصحيح",
        "nb": "rettes korrigert rettelse",
    },
    NoticeKind.RECORDED: {
        "en": "recorded historical",
        "ru": "внесли внесен исторический",
        "ar": "أدخلت قيدت تاريخي",
        "nb": "registrert historiske",
    },
}
