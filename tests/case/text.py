"""The text of the case in its three authentic languages."""

SLUG, FORUM = "aral-compact", "batumi-2031"
MEMORANDUM = f"memoranda/{SLUG}"
WORDINGS = {
    "en": (
        "Compact on the Defence of Civic Space",
        (
            "The organisations assembled in Batumi,\n\nconvinced that no defender should stand alone,\n\nhave agreed as follows.\n\n"
            "1. The Parties report attacks on defenders to each other within three days.\n\n"
            "2. The Parties share legal aid, shelter and evacuation as far as their means alow.\n\n"
            "3. Each Party names a contact for urgent cases.\n\n"
            "4. Observers of one Party may attend the trials of another.\n\n"
            "5. This Compact takes effect with the tenth signature.\n\n"
            "6. A Party may withdraw by a letter to the depositary.\n"
        ),
    ),
    "ru": (
        "Договор о защите гражданского пространства",
        (
            "Организации, собравшиеся в Батуми,\n\nубеждённые, что ни один защитник не должен оставаться один,\n\nдоговорились о нижеследующем.\n\n"
            "1. Стороны сообщают друг другу о нападениях на защитников в течение трёх дней.\n\n"
            "2. Стороны делятся правовой помощью, убежищем и возможностью выезда по мере сил.\n\n"
            "3. Каждая Сторона называет контактное лицо для срочных случаев.\n\n"
            "4. Наблюдатели одной Стороны могут присутствовать на судах другой.\n\n"
            "5. Настоящий Договор вступает в действие с десятой подписью.\n\n"
            "6. Сторона может выйти, направив письмо депозитарию.\n"
        ),
    ),
    "ar": (
        "ميثاق الدفاع عن الحيز المدني",
        (
            "إن المنظمات المجتمعة في باتومي،\n\nاقتناعًا منها بألا يُترك أي مدافع وحيدًا،\n\nاتفقت على ما يلي.\n\n"
            "1. تبلغ الأطراف بعضها بعضًا بالاعتداءات على المدافعين خلال ثلاثة أيام.\n\n"
            "2. تتقاسم الأطراف العون القانوني والمأوى والإجلاء بقدر إمكاناتها.\n\n"
            "3. يسمي كل طرف جهة اتصال للحالات العاجلة.\n\n"
            "4. يجوز لمراقبي طرف أن يحضروا محاكمات طرف آخر.\n\n"
            "5. يدخل هذا الميثاق حيز النفاذ مع التوقيع العاشر.\n\n"
            "6. لأي طرف أن ينسحب برسالة إلى الوديع.\n"
        ),
    ),
}
