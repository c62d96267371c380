"""What a small outlet says, in English and in Arabic: as much in both, so that each page has both."""

LONG = (
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverband, "
    "https://river.example/reports/2026/11/an-address-that-nobody-broke-and-that-goes-on-and-on"
)
HOSTILE = "He said “no” & 'yes' <b>twice</b> ]]> in \"quotes\""
CAPTIONS = """WEBVTT

00:00.000 --> 00:02.500
<v Ada Quay>The river is clean & again.

00:02.500 --> 00:04.000
<v Bo Lee>It took <i>forty</i> years.
"""

ENGLISH = {
    "outlet": "River Notes",
    "tagline": "News from along the water, with nobody in between",
    "daily": "Daily",
    "water": "Water",
    "water-words": "Who has it, who sells it, and who cleans it up.",
    "river": "The Delta",
    "radio": "River Radio",
    "radio-words": "Half an hour on Fridays, from the pier.",
    "partner": "The Harbour Light",
    "partner-words": "A paper of the port, since 1911.",
    "old": "Honduras, 2009: Legacy of a Coup",
    "old-lead": "In June 2009 the people fought back.\n\nThis is what followed.",
    "ferry": "The ferry is run by its passengers",
    "ferry-lead": "When the company left, they bought the boat.",
    "clean": "The river is clean again",
    "clean-lead": "It took forty years, and four hundred people with nets.",
    "correction": "It was forty years, not fourteen.",
    "farmers": "The farmers of the delta",
    "farmers-lead": "Salt comes up the channels, and the rice goes down.",
    "heard": "Whose river is it?",
    "heard-lead": "Ada Quay and Bo Lee talk to those who fish.",
    "excerpt": "The port is for sale",
    "excerpt-lead": "Two bids, and one of them in secret.",
    "gone": "The mayor has resigned",
    "gone-why": "He had not.",
    "moved": "A bridge for the islands",
    "moved-lead": "The first stone was laid on Friday.",
    "bridge": "A bridge over a river, seen from the bank",
    "about": "About us",
    "about-body": "<h2>Who we are</h2><p>Five people and a boat. <a href='https://river.example/'>Come along</a>.</p>",
    "contact": "Contact",
    "contact-body": "<p>Write to <a href='mailto:desk@river.example'>desk@river.example</a>.</p>",
}
ARABIC = ENGLISH | {
    "outlet": "دفاتر النهر",
    "tagline": "أخبار من ضفاف الماء، بلا وسيط",
    "daily": "اليومية",
    "water": "الماء",
    "water-words": "من يملكه، ومن يبيعه، ومن ينظّفه.",
    "river": "الدلتا",
    "radio": "إذاعة النهر",
    "radio-words": "نصف ساعة كل جمعة من الرصيف.",
    "partner-words": "صحيفة الميناء منذ عام 1911.",
    "old": "هندوراس 2009: إرث الانقلاب",
    "old-lead": "في حزيران 2009 قاوم الناس.\n\nوهذا ما تلا ذلك.",
    "ferry": "العبّارة يديرها ركّابها",
    "ferry-lead": "حين رحلت الشركة اشتروا القارب.",
    "clean": "النهر نظيف من جديد",
    "clean-lead": "استغرق الأمر أربعين عامًا وأربعمئة شخص بشباكهم.",
    "correction": "كانت أربعين عامًا لا أربعة عشر.",
    "heard": "لمن هذا النهر؟",
    "heard-lead": "حديث مع الذين يصطادون.",
    "excerpt": "الميناء للبيع",
    "excerpt-lead": "عرضان، أحدهما سرّي.",
    "gone": "استقال العمدة",
    "gone-why": "لم يستقل.",
    "moved": "جسر للجزر",
    "moved-lead": "وُضع الحجر الأول يوم الجمعة.",
    "bridge": "جسر فوق نهر، كما يُرى من الضفة",
    "about": "من نحن",
    "about-body": "<h2>من نحن</h2><p>خمسة أشخاص وقارب.</p>",
    "contact": "اتصلوا بنا",
    "contact-body": "<p>اكتبوا إلينا.</p>",
}
