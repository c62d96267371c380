"""Words of five languages, and the sentences that are made of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """What articles of one language are made of; `between` stands between words."""

    code: str
    nouns: str
    verbs: str
    kinds: str
    joints: str
    syllables: str
    patterns: tuple[str, ...]
    said: str
    quotes: tuple[str, str]
    other_quotes: tuple[str, str]
    stop: str = "."
    between: str = " "


ENGLISH = Tongue(
    code="en",
    nouns="harbour council ledger crane school river market bridge doctor farmer engine library "
    "strike budget archive ferry orchard quarry teacher choir judge pump roof tenant baker signal "
    "valley factory museum ballot warehouse nurse reservoir lighthouse forest union committee "
    "border printer kitchen hospital station village mayor theatre",
    verbs="opened refused measured repaired sold promised counted buried praised questioned closed "
    "painted borrowed flooded defended inspected ignored lost delayed celebrated printed rented "
    "moved reported feared rebuilt blamed insured photographed remembered taxed emptied",
    kinds="old empty public northern costly silent unpaid wooden famous broken narrow private "
    "flooded secret ancient noisy temporary honest distant cheap heavy hidden bitter "
    "cautious foreign modest urgent rural",
    joints="while because although after before until since although whereas unless when and but",
    syllables="bar mel tor vin sal ker lund ost pra dun wick ham rolf gre nor tam isk",
    patterns=(
        "the {a} {n} {v} the {n} of {p} {j} {m} {n}s {v} nothing",
        "{p} {v} {m} {a} {n}s {j} a {n} near {p} {v} them",
        "{j} every {n} {v} its {n}, the {a} {n} {v} {p}",
        "nobody in {p} {v} this {a} {n}, {j} that {n} {v} {m} others",
        "in {p} some {n}s {v} {a} {n}s, {j} one {n} {v} {a} letters",
        "{m} {n}s {v} from {p}, {j} their {n} {v} an {a} {n}",
    ),
    said="{q}, said {p} of the {n}",
    quotes=("“", "”"),
    other_quotes=('"', '"'),
)
SPANISH = Tongue(
    code="es",
    nouns="puerto consejo libro grúa escuela río mercado puente médico motor barco huerto maestro "
    "coro juez techo inquilino panadero valle museo almacén enfermero embalse faro bosque "
    "sindicato comité impresor hospital tren pueblo alcalde teatro presupuesto archivo camino "
    "tribunal periódico campo taller cultivo barrio premio contrato",
    verbs="abrió rechazó midió reparó vendió prometió contó enterró alabó cerró pintó prestó inundó "
    "defendió revisó ignoró perdió retrasó celebró imprimió alquiló movió denunció temió rehízo "
    "culpó aseguró fotografió recordó gravó vació compró",
    kinds="viejo vacío público norteño costoso callado impagado famoso roto estrecho privado "
    "secreto antiguo ruidoso provisional honrado lejano barato pesado oculto amargo prudente "
    "ajeno modesto urgente rural lento oscuro",
    joints="mientras porque aunque después antes hasta desde cuando pero según donde como",
    syllables="bar mel tor vin sal quer lun ost pra dun vic jam rol gre nor tam ís",
    patterns=(
        "el {n} {a} {v} aquel {n} de {p} {j} {m} vecinos {v} nada",
        "{p} {v} {m} veces un {n} {a} {j} otro {n} cerca de {p} {v} algo",
        "{j} cada {n} {v} su {n}, ese {n} {a} {v} a {p}",
        "nadie en {p} {v} este {n} {a}, {j} cierto {n} {v} {m} más",
        "en {p} algún {n} {v} el {n} {a}, {j} un {n} {v} cartas",
        "{m} personas de {p} esperan, {j} su {n} {v} otro {n} {a}",
    ),
    said="{q}, dijo {p} del {n}",
    quotes=("«", "»"),
    other_quotes=("“", "”"),
)
ARABIC = Tongue(
    code="ar",
    nouns="الميناء المجلس الدفتر المدرسة النهر السوق الجسر الطبيب المزارع المحرك المكتبة الإضراب "
    "الأرشيف العبارة البستان المعلم القاضي السقف الخباز الوادي المصنع المتحف المستودع الممرض "
    "الخزان المنارة الغابة النقابة اللجنة المطبعة المستشفى القطار القرية العمدة المسرح الطريق "
    "المحكمة الصحيفة الحقل الورشة الحي العقد الجائزة الميزانية",
    verbs="فتح رفض قاس أصلح باع وعد أحصى دفن مدح أغلق دهن أعار أغرق فحص تجاهل فقد أخر طبع أجر نقل "
    "خاف بنى لام أمن صور تذكر أفرغ اشترى زار كتب قرأ حمل",
    kinds="القديم الفارغ العام الشمالي الغالي الصامت الخشبي الشهير المكسور الضيق الخاص السري "
    "العتيق الصاخب المؤقت الأمين البعيد الرخيص الثقيل الخفي المر الحذر الغريب المتواضع العاجل "
    "الريفي البطيء المظلم",
    joints="بينما لأن رغم بعدما قبل حتى منذ عندما لكن حيث كما إذ",
    syllables="بار مل تور فين سال كر لند وست برا دن ويك هام رول غر نور تام",
    patterns=(
        "{v} {n} {a} في {p} ذلك {n} {j} {v} {m} رجلا شيئا",
        "{v} أهل {p} {m} مرة {n} {a} {j} {v} {n} قرب {p}",
        "{j} {v} كل من {n} هذا {n}، {v} {n} {a} مدينة {p}",
        "لا أحد من {p} {v} {n} {a}، {j} {n} {v} {m} غيره",
        "في {p} {v} {n} هناك {n} {a}، {j} {v} {n} رسائل",
        "{m} من سكان {p} ينتظرون، {j} {n} {v} {n} {a}",
    ),
    said="قال {p} عن {n}: {q}",
    quotes=("«", "»"),
    other_quotes=('"', '"'),
)
RUSSIAN = Tongue(
    code="ru",
    nouns="порт совет журнал кран завод рынок мост врач фермер мотор архив паром сад учитель хор "
    "судья насос пекарь сигнал музей склад маяк лес союз комитет печатник поезд мэр театр бюджет "
    "договор квартал поселок суд цех клуб урожай причал канал банк закон дом голос приз",
    verbs="открыл отверг измерил починил продал обещал считал похоронил хвалил закрыл покрасил "
    "одолжил затопил защитил проверил забыл потерял задержал отметил напечатал снял перенес "
    "сообщил боялся построил обвинил застраховал вспомнил опустошил купил нашел увидел",
    kinds="старый пустой общий северный дорогой тихий важный известный сломанный узкий частный "
    "тайный древний шумный временный честный далекий дешевый тяжелый скрытый горький чужой "
    "скромный срочный сельский медленный темный новый",
    joints="пока потому хотя после прежде когда однако если чтобы словно поскольку зато",
    syllables="бар мел тор вин сал кер лун ост пра дун вик гам рол гре нор там",
    patterns=(
        "{a} {n} {v} этот {n} в {p}, {j} {m} человек {v} ничего",
        "{p} {v} {m} раз {a} {n}, {j} другой {n} у города {p} {v} всё",
        "{j} каждый {n} {v} свой {n}, наш {a} {n} {v} {p}",
        "никто в {p} не {v} такой {a} {n}, {j} тот {n} {v} еще {m}",
        "там в {p} некий {n} {v} {a} {n}, {j} один {n} {v} письма",
        "{m} жителей {p} ждут, {j} их {n} {v} {a} {n}",
    ),
    said="{q}, сказал {p} про {n}",
    quotes=("«", "»"),
    other_quotes=("„", "“"),
)
CHINESE = Tongue(
    code="zh",
    nouns="港口 议会 账本 学校 河流 市场 大桥 医生 农民 机器 图书 罢工 预算 档案 渡轮 果园 教师 法官 屋顶 租客 面包 "
    "山谷 工厂 博物 仓库 护士 水库 灯塔 森林 工会 委员 边境 印刷 厨房 医院 车站 村庄 市长 剧院 法院 报纸 田地 合同",
    verbs="打开 拒绝 测量 修理 出售 承诺 计算 埋葬 称赞 质问 关闭 粉刷 借用 淹没 保卫 检查 忽视 失去 推迟 庆祝 印制 "
    "租用 搬走 报告 害怕 重建 责怪 投保 拍摄 记住 清空 购买",
    kinds="古老 空荡 公共 北方 昂贵 沉默 欠薪 木制 著名 破损 狭窄 私人 秘密 嘈杂 临时 诚实 遥远 便宜 沉重 隐蔽 苦涩 "
    "谨慎 外国 谦虚 紧急 乡村 缓慢 黑暗",
    joints="同时 因为 虽然 之后 之前 直到 自从 但是 然而 除非 如果 而且",
    syllables="巴 梅 托 文 萨 克 伦 奥 普 登 维 哈 罗 格 诺 塔",
    patterns=(
        "{p}的{a}{n}{v}了{n}，{j}{m}人{v}{n}",
        "{p}{v}{m}座{a}{n}，{j}附近{n}{v}{n}",
        "{j}每个{n}{v}自己的{n}，{a}{n}{v}{p}",
        "没有人在{p}{v}这{a}{n}，{j}那{n}{v}{m}个",
        "在{p}有些{n}{v}{a}{n}，{j}一位{n}{v}信件",
        "{m}名{p}居民等待，{j}他们的{n}{v}{a}{n}",
    ),
    said="{p}谈到{n}时说：{q}",
    quotes=("“", "”"),
    other_quotes=("「", "」"),
    stop="。",
    between="",
)
TONGUES = {one.code: one for one in (ENGLISH, SPANISH, ARABIC, CHINESE, RUSSIAN)}
