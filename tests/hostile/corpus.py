"""Texts that break lesser programs: typed, pasted and scanned by nobody who means well."""

import unicodedata

MARKUP = (
    "<b>bold</b>", "<!--", "-->", "</table><table>", "<img src='file:///etc/passwd'>",
    "<script>alert(1)</script>", "<a href='x'>y</a>", "</html>", "&lt;&amp;&#1025;", "&nbsp;",
    "<qt><h1>NK-001</h1></qt>", "<br/><hr/>", "<td colspan=9>", "<style>*{display:none}</style>",
    "<span style='color:white'>", "<![CDATA[x]]>", "<?xml version='1.0'?>",
    "<ruby>x<rt>y</rt></ruby>", "<p>GO</p>", "<meta charset=utf-7>", "# heading", "**bold** _it_",
    "[a](http://x)", "`code`", "\\textbf{x}", "{\\rtf1}", "%PDF-1.7", "^XA^FDx^FS^XZ",
    "$(reboot)", "`reboot`",
)  # fmt: skip
BIDI = tuple(
    f"NK{chr(code)}-001"
    for code in (
        0x061C,
        0x200E,
        0x200F,
        0x202A,
        0x202B,
        0x202C,
        0x202D,
        0x202E,
        0x2066,
        0x2067,
        0x2068,
        0x2069,
    )
)
UNSEEN = tuple(
    f"Pro{chr(code)}ba"
    for code in (
        0x00AD,
        0x034F,
        0x115F,
        0x1160,
        0x17B4,
        0x180E,
        0x200B,
        0x200C,
        0x200D,
        0x2028,
        0x2029,
        0x2060,
        0x2061,
        0x2062,
        0x2063,
        0x2064,
        0x206A,
        0x206F,
        0x3164,
        0xFE00,
        0xFE0F,
        0xFEFF,
        0xFFA0,
        0xFFF9,
        0xFFFB,
        0xFFFC,
        0xFFFD,
        0xE0001,
        0xE0061,
        0xE007F,
    )
)
CONTROLS = tuple(f"a{chr(code)}b" for code in (*range(0x20), 0x7F, 0x80, 0x85, 0x9B, 0x9F))
HALVES = (
    "\ud800", "\udfff", "a\ud83d", "\ude00b", "\udc80", "\udcff.txt", "\ude00\ud83d", "\uffff",
    "\U0010ffff", "\ufdd0", "\ue000", "\U000f0000", "\u0378",
)  # fmt: skip
RIGHT_TO_LEFT = ("שלום", "مرحبا", "NK-١٢٣", "abc אבג 123", "محمد\u200fX", "\u05b0\u05b1")
SCRIPTS = (
    "Пpоба", "Ivаnоv", "Проба", "Ўладзіслаў", "Ґудзь Їжак", "Nguyễn", "Łukasiewicz", "ǅ", "ﬁne",
    "王小明", "ひらがな", "한국어", "ไทย", "हिन्दी", "😀", "👩‍👩‍👧", "🇧🇾", "𝐍𝐊", "ＮＫ", "Å", "①",
    "\u1112\u1161\u11ab", "\u212b", "e\u0301", "\u0301", "\u0438\u0306\u0301", "\u20dd",
    "Z͑ͫ̓a̚l̡g̢o", "İi\u0307ıI", "ßẞ", "ςσ", "\u2126", "\u037e", "\u2000x", "\u3000x", "x\u00a0y",
    "\u202fx",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "'=1", '"=1"',
    '=HYPERLINK("x")', ";=1", ",,,", '"', '""', "a;b;c", "a,b\nc", "%0A=1", "|x",
)  # fmt: skip
COMMANDS = (
    "'; DROP TABLE patient;--", "' OR '1'='1", '" OR 1=1--', "1); DELETE FROM item;--", "%", "_",
    "%%%", "\\", "\\'", "NULL", "null", "None", "ROWID", "x' UNION SELECT 1--", "/*", "*/", ":a",
    "?1", "$1", "[a]", "GLOB *", "PRAGMA x", "{}", "{0}", "{name}", "{0.__class__}", "%s", "%n",
    "%1", "%(a)s", "%99$s", "$HOME", "${x}", "{{x}}", "\\n", "\\u0000", "\\x00",
)  # fmt: skip
PATHS = (
    "../../etc/passwd", "/dev/null", "C:\\Windows", "CON", "NUL", "aux.txt", "\\\\server\\share",
    "~/.ssh", "file:///x", "http://[::1", "a/../b", ".", "..", "-", "--help", "-rf", "a" * 255,
    "javascript:x",
)  # fmt: skip
NUMBERS = (
    "NaN", "nan", "inf", "-inf", "Infinity", "1e308", "1e-308", "1e309", "-0", "0", "00", "-1",
    "+1,5", "1.000.000", "1,000,000", "1 000", "1\u202f000", "1'000", "12,5", "12.5", "12,5,5",
    ".5", "5.", "0x1F", "1_000", "٣٧", "३७", "３７", "²", "½", "Ⅷ", "2147483648",
    "9223372036854775808", "18446744073709551616", "1" * 400, "9" * 5000, "0" * 5000 + "1", "1/2",
    "1e6", "−5", "5 kg", "५,५",
)  # fmt: skip
DATES = (
    "26", "03/04/2026", "31.04.2026", "29.02.2027", "0000-00-00", "9999-12-31", "10000-01-01",
    "01.01.0001", "12.03.26", "2026-3-12", "12.03.2026\n", "١٢.٠٣.٢٠٢٦", "today", "24:00", "9:5",
    "09.30", "23:59:60", "-2026-03-12", "2026-03-12T09:30Z", "2026-02-30", "99.99.9999",
    "12-Foo-2026",
)  # fmt: skip
BLANK = ("", " ", "\u00a0", "\t", "\n", "   \r\n ")
LONG = (
    "x" * 121, "Щ" * 2001, "x " * 1001, "é" * 2000, "e\u0301" * 2000, "<b>" * 5000,
    "\n" * 100_000, "x" * 1_000_000, "Щ" * 1_000_000, "\u200b" * 1_000_000,
    "a" + "\u0301\u0316" * 250_000, "a" + "\u0301\u0316" * 900,
)  # fmt: skip

CORPUS = tuple(dict.fromkeys((
    *MARKUP, *BIDI, *UNSEEN, *CONTROLS, *HALVES, *RIGHT_TO_LEFT, *SCRIPTS, *FORMULAS, *COMMANDS,
    *PATHS, *NUMBERS, *DATES, *BLANK, *LONG,
)))  # fmt: skip

WORST = (
    "<b>bold</b>", "NK\u202e-001", "Pro\u200bba", "a\x00b", "a\x1fb", "\ud800", "e\u0301", "=1+1",
    "'; DROP TABLE patient;--", "{0.__class__}", "NaN", "9" * 5000, "٣٧", "10000-01-01", "",
    "x" * 1_000_000, "a" + "\u0301\u0316" * 250_000,
)  # fmt: skip
"""One of each kind: every field takes all of these, whatever else it takes."""


def nfc(text):
    """Compose a text as the store keeps it."""
    return unicodedata.normalize("NFC", text)


def shown(text):
    """Name a text shortly in a failed test."""
    return ascii(text) if len(text) < 40 else f"{text[:20]!a} and so on, {len(text)} letters"
