"""Names of invented organisations as two people write them, and the names of a register in which one of the two spellings is looked for."""

from __future__ import annotations

from itertools import product

# What is in the register, and what somebody enters: names of one country.
PAIRS = (
    # transliteration
    ("Кылым Шамы", "Kylym Shamy"),
    ("Бир Дуйно", "Bir Duino"),
    ("Правовая клиника «Адилет»", "Pravovaia klinika Adilet"),
    ("Журналисты за мир", "Jurnalisty za mir"),
    ("Озёрный правозащитный центр", "Ozerny pravozaschitny tsentr"),
    ("Shchit i sovest", "Щит и совесть"),
    ("Golos Svobody", "Голос Свободы"),
    ("Khujand huquqi", "Хуҷанд ҳуқуқи"),
    ("Қазақстан құқық қорғаушылары", "Kazakstan kukyk korgaushylary"),
    ("Ўзбекистон овози", "O‘zbekiston ovozi"),
    ("საქართველოს იურისტთა კავშირი", "Sakartvelos iuristta kavshiri"),
    ("Adamianis uflebata tsentri", "ადამიანის უფლებათა ცენტრი"),
    ("თავისუფლების ხმა", "Tavisuplebis khma"),
    ("Pravo na zhizn", "Право на жизнь"),
    ("Өкүм сүрбөсүн", "Okum surbosun"),
    ("عدالة", "Adalah"),
    # short names
    ("Центр поддержки международной защиты", "ЦПМЗ"),
    ("Women's Initiative of the Valley", "WIVA"),
    ("مركز دراسات المواطنة", "مدام"),
    ("ახალგაზრდა ჟურნალისტების ქსელი", "აჟქ"),
    ("Ferghana Legal Observatory", "FELO"),
    ("Бюро наблюдателей за судами", "бюнс"),
    # one letter
    ("Kylym Shamy Initiative", "Kylym Shmy Initiative"),
    ("Voice of Freedom", "Voice of Fredom"),
    ("Citizens Against Corruption", "Citizens Against Coruption"),
    ("Memorial", "Memoral"),
    ("Harmattan Legal Desk", "Harmatan Legal Desk"),
    ("Правозащитный центр «Тишина»", "Правозашитный центр «Тишина»"),
    ("Бюро по правам человека", "Бюро по парвам человека"),
    ("Ынтымак", "Ынтмак"),
    ("Свободная пресса Юга", "Свободная преса Юга"),
    ("مركز الدفاع عن الصحفيين", "مركز الدفاع عن الصحفين"),
    ("الشبكة القانونية للنساء", "الشبكة القانونيه للنساء"),
    ("مرصد الحريات العامة", "مرصد الحربات العامة"),
    ("სამართლიანი არჩევნების დამკვირვებელი", "სამართლიანი არჩევნების დამკვირვებლი"),
    ("დემოკრატიული ინიციატივა", "დემოკრატული ინიციატივა"),
    ("Narodowy Observatorium", "Narodowy Obsrevatorium"),
    # words in another order
    ("Human Rights Center Memorial Valley", "Memorial Valley Human Rights Center"),
    ("Legal Clinic Adilet", "Adilet Legal Clinic"),
    ("Pamir Women Lawyers", "Women Lawyers Pamir"),
    ("Адвокатская группа Юга", "Группа Юга адвокатская"),
    ("«Родник», клуб избирателей", "Клуб избирателей «Родник»"),
    ("مرصد السجون الجنوبي", "السجون مرصد الجنوبي"),
    ("ხმა მშვიდობის", "მშვიდობის ხმა"),
    ("Media Watch Naryn", "Naryn Media Watch"),
    # words that say what kind it is, left out or written out
    ("Общественный фонд «Гражданский контроль»", "Гражданский контроль"),
    ("ОО «Лига защитников ребёнка»", "Лига защитников ребенка"),
    ("Общественное объединение «Путь солидарности»", "ОО Путь солидарности"),
    ("NGO Human Dignity Watch", "Human Dignity Watch"),
    ("The Foundation for Open Courts", "Open Courts"),
    ("Stiftelsen Åpenhet", "Åpenhet"),
    ("Foreningen Frie Ord", "Frie Ord"),
    ("منظمة حرية الكلمة", "حرية الكلمة"),
    ("جمعية الأمل الكبير", "الأمل الكبير"),
    ("مؤسسة ذاكرة المدينة", "ذاكرة المدينة"),
    # one word of several left out
    ("Northern Hills Prison Watch", "Northern Hills Watch"),
    ("Бир Дуйно — Кыргызстан Бишкек", "Бир Дуйно Кыргызстан"),
    ("ЦЕНТР ПОМОЩИ БЕЖЕНЦАМ И МИГРАНТАМ", "Центр помощи беженцам"),
    ("اللجنة الوطنية لحماية الشهود", "اللجنة الوطنية لحماية"),
    ("ქალთა უფლებების ცენტრი თბილისი", "ქალთა უფლებების ცენტრი"),
)
NOT_FOUND = {"Adalah"}  # Arabic writes no short vowels, and two consonants are too few
SHORT_NAMES = {pair[0]: pair[1] for pair in PAIRS[16:22]}
# Other organisations of the same country: each place with each line of work, in four scripts.
_OTHERS = (
    (
        ("Osh", "Naryn", "Talas", "Valley", "Pamir", "Northern Hills", "Harbour", "Memorial"),
        (
            "Legal Clinic", "Press Fund", "Prison Watch", "Women Lawyers", "Youth Forum", "Media Watch",
            "Human Rights Center", "Rights Desk", "Freedom Initiative", "Courts Observatory",
            "Corruption Monitor",
        ),
    ),
    (
        ("Юга", "Севера", "Нарына", "Иссык-Куля", "Памира", "Долины"),
        (
            "Бюро по правам человека", "Центр помощи беженцам", "Клуб избирателей", "Адвокатская группа",
            "Лига женщин", "Свободная пресса", "Гражданский контроль", "Правовая клиника",
            "Комитет солдатских матерей", "Голос молодёжи",
        ),
    ),
    (
        ("الجنوبي", "الشمالي", "الوطني", "الأهلي", "الجديد", "المستقل"),
        (
            "مرصد السجون", "مركز الدفاع", "منتدى النساء", "مرصد الانتخابات", "نادي الصحافة", "مركز الذاكرة",
            "منبر الشباب", "مركز القانون",
        ),
    ),
    (
        ("თბილისის", "ქუთაისის", "ბათუმის", "გორის", "ფოთის", "ზუგდიდის"),
        (
            "იურისტთა კავშირი", "ქალთა საბჭო", "ჟურნალისტთა ქსელი", "უფლებათა ცენტრი", "ახალგაზრდული ფორუმი",
            "ამომრჩეველთა ლიგა", "დამკვირვებელთა ჯგუფი", "სამართლებრივი კლინიკა",
        ),
    ),
)  # fmt: skip
OTHERS = tuple(f"{work} {place}" if at else f"{place} {work}" for at, parts in enumerate(_OTHERS) for place, work in product(*parts))
