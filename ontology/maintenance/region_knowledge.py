"""What people know about region names and no package says: the tables that `build_regions` applies.

Each table says what it holds and how it was chosen. An entry is right for every document, never for one.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS: Final = _words("110100 120100 310100 500100 500200 419000 429000 469000 659000 460321 460322 460323")
"""Rows of the package that are no division: the empty layer between a municipality or a province and
its counties, and three placeholders of Sansha."""

PROVINCES: Final[dict[str, tuple[str, str, str, str]]] = {
    # code: one-character names (the customary one first), ISO 3166-2, Wikidata, basis of the last
    "110000": ("京", "CN-BJ", "Q956", "2 sources agree"),
    "120000": ("津", "CN-TJ", "Q11736", "2 sources agree"),
    "130000": ("冀", "CN-HE", "Q21208", "2 sources agree"),
    "140000": ("晋", "CN-SX", "Q46913", "2 sources agree"),
    "150000": ("蒙|内蒙古", "CN-NM", "Q41079", "2 sources agree"),
    "210000": ("辽", "CN-LN", "Q43934", "2 sources agree"),
    "220000": ("吉", "CN-JL", "Q45208", "2 sources agree"),
    "230000": ("黑", "CN-HL", "Q19206", "2 sources agree"),
    "310000": ("沪|申", "CN-SH", "Q8686", "2 sources agree"),
    "320000": ("苏", "CN-JS", "Q16963", "2 sources agree"),
    "330000": ("浙", "CN-ZJ", "Q16967", "2 sources agree"),
    "340000": ("皖", "CN-AH", "Q40956", "2 sources agree"),
    "350000": ("闽", "CN-FJ", "Q41705", "2 sources agree"),
    "360000": ("赣", "CN-JX", "Q57052", "2 sources agree"),
    "370000": ("鲁", "CN-SD", "Q43407", "2 sources agree"),
    "410000": ("豫", "CN-HA", "Q43684", "2 sources agree"),
    "420000": ("鄂", "CN-HB", "Q46862", "2 sources agree"),
    "430000": ("湘", "CN-HN", "Q45761", "2 sources agree"),
    "440000": ("粤", "CN-GD", "Q15175", "2 sources agree"),
    "450000": ("桂", "CN-GX", "Q15176", "2 sources agree"),
    "460000": ("琼", "CN-HI", "Q42200", "2 sources agree"),
    "500000": ("渝", "CN-CQ", "Q11725", "2 sources agree"),
    "510000": ("川|蜀", "CN-SC", "Q19770", "2 sources agree"),
    "520000": ("贵|黔", "CN-GZ", "Q47097", "2 sources agree"),
    "530000": ("云|滇", "CN-YN", "Q43194", "2 sources agree"),
    "540000": ("藏", "CN-XZ", "Q17269", "sources differ: the autonomous region (the wider region Tibet is Q17252)"),
    "610000": ("陕|秦", "CN-SN", "Q47974", "2 sources agree"),
    "620000": ("甘|陇", "CN-GS", "Q42392", "2 sources agree"),
    "630000": ("青", "CN-QH", "Q45833", "2 sources agree"),
    "640000": ("宁", "CN-NX", "Q57448", "2 sources agree"),
    "650000": ("新", "CN-XJ", "Q34800", "2 sources agree"),
    "710000": ("台", "CN-TW", "Q57251", "sources differ: the item of the province that code 710000 names (also: Q865)"),
    "810000": ("港", "CN-HK", "Q8646", "2 sources agree"),
    "820000": ("澳", "CN-MO", "Q14773", "2 sources agree"),
}
"""The two sources are the package rigour 2.6.1 (MIT) and the countries-states-cities database (ODbL);
no text of the second is copied. Both mappings are close matches, for the user to replace."""

SHORT: Final[dict[str, str]] = {
    "150000": "内蒙古",
    "450000": "广西",
    "540000": "西藏",
    "640000": "宁夏",
    "650000": "新疆",
    "220200": "吉林市",  # 吉林 is the province
    "632500": "海南州",  # 海南 is the province
    "632200": "海北州",  # a direction as much as a name
    "632300": "黄南州",
    "632800": "海西州",  # 海西 is also the west coast of the Taiwan Strait
    "310115": "浦东",
    "460302": "西沙区",  # 西沙 and 南沙 are the islands
    "460303": "南沙区",
}
"""Short names that no suffix rule gives. The names in 州 are the customary ones of these prefectures."""

NATIONALITIES: Final[dict[str, str]] = {
    "蒙古族": "Mongol",
    "蒙古": "Mongol",
    "回族": "Hui",
    "藏族": "Tibetan",
    "维吾尔": "Uyghur",
    "苗族": "Miao",
    "彝族": "Yi",
    "壮族": "Zhuang",
    "布依族": "Buyei",
    "朝鲜族": "Korean",
    "满族": "Manchu",
    "侗族": "Dong",
    "瑶族": "Yao",
    "白族": "Bai",
    "土家族": "Tujia",
    "哈尼族": "Hani",
    "哈萨克族": "Kazakh",
    "哈萨克": "Kazakh",
    "傣族": "Dai",
    "黎族": "Li",
    "傈僳族": "Lisu",
    "佤族": "Wa",
    "畲族": "She",
    "拉祜族": "Lahu",
    "水族": "Sui",
    "东乡族": "Dongxiang",
    "纳西族": "Naxi",
    "景颇族": "Jingpo",
    "柯尔克孜": "Kyrgyz",
    "土族": "Tu",
    "达斡尔族": "Daur",
    "仫佬族": "Mulao",
    "羌族": "Qiang",
    "布朗族": "Blang",
    "撒拉族": "Salar",
    "毛南族": "Maonan",
    "仡佬族": "Gelao",
    "锡伯": "Xibe",
    "普米族": "Pumi",
    "塔吉克": "Tajik",
    "怒族": "Nu",
    "鄂温克族": "Evenki",
    "鄂伦春": "Oroqen",
    "保安族": "Bonan",
    "裕固族": "Yugur",
    "独龙族": "Derung",
    "各族": "Multinational",
}
"""Peoples in the names of autonomous divisions, with their customary English names."""

READINGS: Final[dict[str, str]] = {
    "长": "chang",
    "都": "du",
    "朝": "chao",
    "勒": "le",
    "什": "shi",
    "泊": "bo",
    "佛": "fo",
    "色": "se",
    "柏": "bai",
    "蚌": "beng",
    "宿": "su",
    "伽": "jia",
    "牟": "mu",
    "曾": "zeng",
    "尾": "wei",
}
"""Readings of characters in place names where the converter, unguided, takes another one."""

NAME_READINGS: Final[dict[str, str]] = {
    "长子县": "zhang zi",
    "六合区": "lu he",
    "六安市": "lu an",
    "单县": "shan",
    "洪洞县": "hong tong",
    "涡阳县": "guo yang",
    "漯河市": "luo he",
    "浚县": "xun",
    "召陵区": "shao ling",
    "大埔县": "da bu",
    "覃塘区": "qin tang",
    "龙圩区": "long xu",
    "牟定县": "mou ding",
    "筠连县": "jun lian",
    "红寺堡区": "hong si bu",
    "宕昌县": "tan chang",
    "乐亭县": "lao ting",
    "乐清市": "yue qing",
    "乐陵市": "lao ling",
    "南乐县": "nan le",
    "民乐县": "min le",
    "繁峙县": "fan shi",
    "尉犁县": "yu li",
    "荥经县": "ying jing",
    "尉氏县": "wei shi",
}
"""Readings of whole names, generic part left out, that are peculiar to the place."""

ENGLISH: Final[dict[str, str]] = {
    "810000": "Hong Kong",
    "820000": "Macao",
    "710000": "Taiwan",
    "150000": "Inner Mongolia",
    "540000": "Xizang (Tibet)",
    "150100": "Hohhot",
    "150600": "Ordos",
    "150700": "Hulunbuir",
    "150800": "Bayannur",
    "150900": "Ulanqab",
    "152200": "Hinggan",
    "152500": "Xilingol",
    "152900": "Alxa",
    "150781": "Manzhouli",
    "152201": "Ulanhot",
    "152501": "Erenhot",
    "152502": "Xilinhot",
    "230100": "Harbin",
    "230200": "Qiqihar",
    "540100": "Lhasa",
    "540200": "Xigazê",
    "540300": "Qamdo",
    "540400": "Nyingchi",
    "540600": "Nagqu",
    "542500": "Ngari",
    "513200": "Ngawa",
    "513300": "Garzê",
    "533400": "Diqing",
    "533401": "Shangri-La",
    "532800": "Xishuangbanna",
    "632600": "Golog",
    "632801": "Golmud",
    "632802": "Delingha",
    "650100": "Ürümqi",
    "650121": "Ürümqi",
    "650200": "Karamay",
    "650203": "Karamay",
    "650400": "Turpan",
    "652700": "Bortala",
    "652800": "Bayingolin",
    "652801": "Korla",
    "652900": "Aksu",
    "652901": "Aksu",
    "652902": "Kuqa",
    "653000": "Kizilsu",
    "653001": "Artux",
    "653100": "Kashgar",
    "653101": "Kashgar",
    "653200": "Hotan",
    "653201": "Hotan",
    "653221": "Hotan",
    "654000": "Ili",
    "654003": "Kuytun",
    "654004": "Khorgas",
    "654300": "Altay",
    "654301": "Altay",
    "632723": "Chindu",
    "659002": "Aral",
    "659003": "Tumxuk",
    "659008": "Kokdala",
}
"""Customary spellings that differ from the romanised Chinese name, without the generic part."""

ENGLISH_BASES: Final[dict[str, str]] = {
    "土默特": "Tumd",
    "和林格尔": "Horinger",
    "白云鄂博": "Bayan Obo",
    "阿鲁科尔沁": "Ar Horqin",
    "科尔沁": "Horqin",
    "巴林": "Bairin",
    "克什克腾": "Hexigten",
    "翁牛特": "Ongniud",
    "喀喇沁": "Harqin",
    "喀喇沁左翼": "Harqin Left Wing",
    "扎鲁特": "Jarud",
    "达拉特": "Dalad",
    "准格尔": "Jungar",
    "鄂托克": "Otog",
    "杭锦": "Hanggin",
    "乌审": "Uxin",
    "伊金霍洛": "Ejin Horo",
    "莫力达瓦": "Morin Dawa",
    "鄂伦春": "Oroqen",
    "鄂温克": "Evenki",
    "陈巴尔虎": "Old Barag",
    "新巴尔虎": "New Barag",
    "乌拉特": "Urad",
    "察哈尔": "Chahar",
    "扎赉特": "Jalaid",
    "苏尼特": "Sonid",
    "东乌珠穆沁": "East Ujimqin",
    "西乌珠穆沁": "West Ujimqin",
    "太仆寺": "Taibus",
    "阿拉善": "Alxa",
    "额济纳": "Ejin",
}
"""Customary spellings of Mongolian and Tungusic names, by the name without its generic part; other names of
minority languages that no table lists stand in pinyin."""

SPECIAL_GENERICS: Final = _words(
    """井陉矿区 峰峰矿区 鹰手营子矿区 白云鄂博矿区 浦东新区 滨海新区 沈北新区 神农架林区 六枝特区"""
)
"""Districts whose generic part has two characters; 林区 in 万柏林区 is none."""

ORDINARY_PREFECTURES: Final = _words("大同 日照 开封 来宾 白银 安康 朝阳 阿里")
"""Short names of prefectures that are ordinary words or other things (朝阳 in Beijing, 阿里 the company).
Provinces have none."""

ORDINARY_WORDS: Final = _words(
    """和平 共和 文明 武功 新华 凤凰 红旗 平安 新城 东城 西城 南岸 城东 城西 城北 城中 城关 河东 河西 江北 江南
    西湖 东湖 南湖 东海 南海 中原 平原 西部 南部 中山 天山 江山 路桥 太湖 东区 西区 新建 兴国 古城 故城 东风
    江汉 商城 龙门 长安 安宁 泰山 甘泉 东兴 东方 海南 海东 西市 老城 桥东 桥西 西陵 永安
    新市 二七 前锋 七星 西山 南山 北辰 河北 道里 道外 向阳 东安 东山 白云 天河 海港 新星
    长寿 南川 大通 凤阳 天门 海城 清水 九龙 五华 太和 太平 温泉 天桥 华容 玉泉 新安
    名山 天等 长乐 兴业 金牛 金山 宝山 青山 西乡 新乡"""
)
"""Names that the dictionary marks as names or lacks, and that are ordinary words, brands or parts of words."""

PLACES_ALL_THE_SAME: Final = _words(
    """保定 包头 大连 本溪 营口 通化 金华 合肥 新余 烟台 焦作 商丘 信阳 周口 孝感 怀化 茂名 河源 清远 玉林
    百色 海口 自贡 攀枝花 资阳 遵义 毕节 铜仁 宝鸡 商洛 天水 平凉 酒泉 银川 运城 吕梁 黄石 桂林 南通
    恩施 仙桃 石首 神农架 应城 监利 麻城 赤壁 竹溪 阳新 钟祥 梁子湖 洪湖 秦安 宁远 罗田 大冶 文昌
    高陵 金台 当阳 保康 洞口 石门 桃源 北碚 江油 凭祥 澄迈 临高 城口 奉节 敦煌 德安 万宁 荔波 腾冲 瑞丽 景洪
    弥勒 建水 蒙自 楚雄 思茅 宣威 凯里 黎平 赤水 仁怀 织金 兴义 库车 莎车 轮台 且末 若羌 疏勒 平罗 盐池
    灵武 格尔木 玉门 景泰 民勤 神木 米脂 府谷 绥德 定边 城固 淳化 蓝田 扶风 凤翔 陈仓 宜君 富平 大荔 鄢陵
    巩义 登封 林州 卫辉 灵宝 项城 固始 唐河 新野 夏邑 兰考 汝阳 鲁山 武陟 封丘 原阳 内黄 邹平 乐陵 临清 巨野
    定陶 阳谷 沾化 曲阜 邹城 滕州 肥城 新泰 乳山 荣成 文登 龙口 莱阳 招远 蓬莱 栖霞 寿光 诸城 昌邑 安丘 高密
    房山 顺义 平谷 正定 丰润 遵化 馆陶 宣化 怀来 南皮 泊头 河间 五台 平遥 介休 永济 左权 原平 集安 扶余 五常
    金坛 常熟 海门 射阳 宝应 仪征 句容 兴化 奉化 武义 开化 雨花台 当涂 定远 石台 天台 仙游 金门 政和 建瓯
    修水 永新 万载 上高 历城 即墨 平度 台前 舞阳 义马 内乡 光山 大悟 武穴 茶陵 安化 三水 新会 融水 全州 苍梧
    八步 大化 双流 三台 船山 大竹 会理 镇远 个旧 当雄 定日 灵台 民和 循化 康定 鸡冠 湖里 城厢
    大理市 围场 离石 长乐 上党 福安 四会 北安 鼓楼
    嘉祥 汶上 郓城 东阿 高唐 临沭 莒南 沂水"""
)
"""Names that the dictionary marks as ordinary words and that, in documents of this kind, are places."""

ORDINARY_FULL_NAMES: Final = _words(
    """城区 郊区 矿区 东区 西区 新城区 老城区 古城区 城中区 城东区 城西区 城北区 城关区 市中区 新市区 站前区 老边区
    港口区 海港区 运河区 解放区 工农区 前进区 友好区 平房区 安居区 振兴区 新兴区 新建区 中山区 南山区
    合作市 东方市 和政县 会同县 南部县"""
)
"""Full names that are ordinary words (新城区, 港口区) or that arise where one word ends and the next begins
(西南山区, 合作市场, 西南部县区): they need their parent beside them."""

NEIGHBOURS: Final[dict[str, tuple[str, str]]] = {
    # code: (not right after one of these, not right before one of these), for the short name alone
    "130000": ("黄|淮|大运|环", "岸"),  # 黄河北岸
    "130600": ("确|担|力", ""),  # 确保定期
    "131100": ("平|均", ""),  # 平衡水量
    "140000": ("泰", "路|麓"),
    "140200": ("扩|重", "小异|市场|时"),
    "140400": ("", "久安|理|水"),  # 长治久安, 河湖长治理
    "150200": ("背|面|红", ""),
    "152200": ("小|外", "岭"),  # 小兴安岭
    "210200": ("重|扩|最|五", "锁|接|贯|片"),  # 大连锁
    "210800": ("经|运|自", ""),  # 经营口径
    "211300": ("", "产业|行业"),
    "220300": ("", "方|米|八稳|台"),
    "220500": ("普|流|融|贯|打|沟|畅", ""),  # 普通化工
    "220600": ("长|太", ""),  # 长白山
    "230600": ("重|盛", "典"),  # 重大庆典
    "231100": ("大", ""),  # 大黑河
    "310000": ("线|网", ""),  # 线上海外维权
    "320600": ("西|东|华|中", ""),  # 西南通道
    "330700": ("黄", ""),
    "331100": ("美|秀|亮", ""),  # 美丽水乡
    "340100": ("复|混|配|结|综|融", "料"),  # 复合肥料
    "340800": ("长", ""),
    "341500": ("", "排|装|检"),  # 周六安排
    "350400": ("", "治|确|显"),  # 三明治, 第三明确
    "350700": ("东|西|华|海", ""),  # 西南平原
    "360000": ("长|珠", "岸"),
    "370000": ("泰", "路|麓"),  # 中山东路
    "370100": ("经|救", ""),  # 经济南移
    "370500": ("京|股|房", ""),  # 京东营业
    "370800": ("经", ""),
    "371000": ("挪", ""),  # 挪威海
    "371100": ("", "时|量|强"),
    "371400": ("美国", "扑克|仪器"),
    "410000": ("黄|淮|大运|环", "岸"),
    "410200": ("未|已|可|拆", "菜单"),
    "410700": ("创|最|更|全", "村|贤|土|镇"),  # 创新乡村
    "411600": ("", "店"),  # 周口店
    "420000": ("太|洞庭", "岸"),
    "430000": ("太|洞庭", "岸"),
    "440000": ("推", ""),  # 推广东北大米
    "440600": ("千|金|大|云", ""),  # 千佛山
    "440700": ("长|珠|临|滨", ""),
    "441600": ("黄|长|运", "头"),  # 黄河源头
    "441700": ("漠", ""),  # 漠阳江
    "442000": ("孙|其|集|当", "大学|装|路|东|西|南路|北路|陵|先生|舰"),  # 其中山东, 中山东路
    "450000": ("推", ""),
    "450500": ("东|西|华|拱", ""),  # 西北海关, 拱北海关
    "451300": ("", "接待"),
    "460000": ("沿|出", ""),  # 沿海南部
    "460100": ("出|入|通|沿|临", "岸"),  # 出海口
    "500000": ("隆", "祝"),  # 隆重庆祝
    "510300": ("", "献"),  # 各自贡献
    "510800": ("推", ""),
    "511000": ("境|省|市|国|区|海|州|县|围|月|年|日|期", ""),  # 境内江河, 省内江苏籍
    "511100": ("歌", ""),  # 歌乐山
    "511300": ("东|西|华|越", ""),
    "511400": ("峨", ""),  # 峨眉山
    "511600": ("推", "门"),  # 推广安全, 广安门
    "511700": ("华|里|苏", ""),  # 内华达州
    "513400": ("清", ""),  # 清凉山
    "530800": ("", "茶|熟|生茶|散茶"),  # 普洱茶 comes from several prefectures
    "532600": ("", "会海"),
    "532900": ("", "石|寺|想|论|由|岩"),  # 大理石
    "540000": ("躲", ""),  # 东躲西藏
    "540300": ("南|宜|许", ""),  # 南昌都市圈
    "540500": ("中|泰|华|天", ""),
    "542500": ("", "巴巴|云|健康|旺旺|体育|影业|系|集团|拍卖|妈妈|国际|通信|网络"),  # 阿里巴巴
    "610100": ("", "排|装"),  # 东西安排
    "620100": ("里|士", ""),  # 马里兰州
    "620400": ("", "期货|饰|首饰|制品|粉|价"),
    "620500": ("露|航|雨|春|冬", ""),
    "620600": ("神", ""),
    "621100": ("指|规|决|确|特|固|稳|制|设", ""),  # 指定西安
    "630200": ("渤|沿", ""),
    "640400": ("稳|巩|牢", "有"),  # 稳固原有
    "640500": ("其|集|当|之", "生|星|健|视"),  # 其中卫生
    "650500": ("", "瓜|顿|尔"),  # 哈密瓜
    "652900": ("", "诺贝尔"),  # 阿克苏诺贝尔
    "653100": ("拉|尔", ""),  # 马拉喀什
    "653200": ("永|谦", "玉|间|园|野|地"),  # 农业和田园
}
"""Neighbours that show a short name to be a piece of something else. The longest match wins first, so
that 河南 in 河南平顶山 already keeps 南平 away; only what that leaves is listed. After a match that is ruled
out, the search goes on at its second character: 其中山东 loses 中山 and finds 山东."""
