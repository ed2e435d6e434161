"""Names that somebody meant to do harm with, or that programs stumble over: about 200, by kind.

Every sink is tried with each of them: a name comes out as it went in, or it is refused at the door.
"""

# ruff: noqa: E501 - a table is easier to read in long rows

from collections.abc import Mapping

KINDS: Mapping[str, tuple[str, ...]] = {
    "markup": (
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "Ann <b", "<b>Ann</b>",
        "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!-- Ann", "--> Ann", "<![CDATA[x]]>",
        "]]>", "<?xml version='1.0'?>", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "&e;",
        "&amp;", "&lt;b&gt;", "&#60;b&#62;", "&#0;", "Ann & Co", "<para>Ann</para>",
        '<font size="99">Ann</font>', '<img src="/etc/passwd"/>', "<br/>" * 20, "<a href='javascript:x'>",
        "</title>", "</textarea>", "</style>", "<iframe src=//x>", "<math><mtext>", "<template>", "<bdi>",
    ),
    "quotes": (
        '"', "'", "`", '""', "''", "\\", "\\\\", '\\"', "O'Brien", 'Ann "Bo" Ek', "Ann\\nBo",
        '" onmouseover="alert(1)', "' onfocus='alert(1)", "`${alert(1)}`", "\\u003cscript\\u003e", "{}", "[]",
    ),
    "formulas": (
        "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(1)", "-", "=", "+", "@",
        "＝1+1", "＋1", "－1", "＠x", "=IMPORTXML(1)", '=WEBSERVICE("http://x")', "+Ann", "-Ann", "@Ann",
        "DDE(\"cmd\";\"x\")", "=A1", "'=1+1", " =1+1", "%0A=1+1", ";=1+1", ",=1+1", "|x", "=\"Ann\"",
    ),
    "looks like data": (
        "null", "NULL", "None", "NaN", "nan", "inf", "-inf", "TRUE", "false", "yes", "no", "1e5", "1E400", "007",
        "0x1F", "1/2", "1-2", "2027-03-01", "12:30", "1,5", "1.0", "#N/A", "#REF!", "undefined", "N/A", "0", "#",
    ),
    "templates and shells": (
        "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% include '/etc/passwd' %}", "{name}", "{0}", "{url}",
        "%s%s%n", "%(name)s", "$(id)", "`id`", "; rm -rf /", "| cat", "&& id", "$HOME", "%PATH%", "!id", "*", "?",
        "~", "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\con", "con", "nul.txt", "file:///x",
        "javascript:alert(1)", "http://x.example/", "'; DROP TABLE people;--", "1' OR '1'='1",
    ),
    "mail": (
        "=?utf-8?q?=0ABcc:x@example.com?=", "ann@example.com", "Ann <ann@example.com>", "Bcc: x@example.com",
        "Ann, Bo", "Ann; Bo", "(Ann)", "Subject: x",
    ),
    "graph files": (
        "*Vertices 3", "*Arcs", "*Edges", "% comment", "# comment", "DL", "N=3", "data:", "labels embedded",
        "1 2 3", "1 \"x\" 0.5", "N1", "E1", "A,B", "A;B", "A\u00a0B", "node [ id 1 ]", "->", "--", "<node id='x'/>",
    ),
    "scripts": (
        "محمد الهاشمي", "شهرزاد ۱۲", "שרה כהן", "Łukasz Żółć", "Nguyễn Thị Ánh", "Zoe\u0301", "Дарья Ли",
        "Κατερίνα Δήμου", "Þór Æsir", "İbrahim Işık", "ẞtraße", "张伟", "山田 太郎", "김철수", "ชัยวัฒน์",
        "अनन्या शर्मा", "தமிழ்", "ქეთევანი", "Անի", "ሰላም", "😀", "👩‍👩‍👧‍👦", "🇩🇪", "Ann محمد Ek", "محمد (Ann) 12",
        "ﬁona", "Ａｎｎ", "Ann²", "Å", "A\u030a", "𝓐𝓷𝓷", "ｱﾝ",
    ),
    "unseen": (
        "Ann\u202eKE", "\u202bAnn", "Ann\u2066x", "Ann\u200bEk", "Ann\ufeff", "\u00adAnn", "Ann\u2028Ek", "Ann\x00Ek",
        "Ann\x07", "Ann\x1b[31m", "Ann\r\nBcc: x", "Ann\tEk", "\nAnn", "Ann\x0b", "Ann\x85Ek", "Ann\ufffe",
        "Z" + "\u0351" * 40, "Ann\u200d", "Ann\u2060Ek", "\u180eAnn",
    ),
    "long": ("Maximiliane " * 8 + "Ek", "Donaudampfschiff" * 6, "W" * 90, "x" * 4000, "ä" * 300),
}  # fmt: skip

NAMES: tuple[str, ...] = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind))
