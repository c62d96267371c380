"""What word processors put on the clipboard, in their shapes, with what nobody wants in a text."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style>
</head><body><!--StartFragment--><p class=MsoNormal style='mso-margin-top-alt:auto' onclick="alert(4)">
<b style='mso-bidi-font-weight:normal'><span style='font-size:11pt;color:#1F497D'>It took nine
years.</span></b><o:p></o:p></p><script>alert(5)</script><iframe src="javascript:alert(6)"></iframe>
<p class=MsoNormal><a href="javascript:alert(7)">Everybody came.</a>
<a href="https://harbour.example/bridge">The bridge</a><img src="file:///C:/x.png" onerror="alert(8)"></p>
<!--EndFragment--></body></html>"""

LIBREOFFICE = """<!DOCTYPE html><html><head>
<meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">@page { size: 21cm 29.7cm } p { line-height: 115%; background: transparent }</style>
</head><body lang="en-GB" link="#000080" dir="ltr">
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Liberation Serif, serif"><font size="3">
<b>It rained in Kettle.</b></font></font></p><p><sdfield type=PAGE onload="alert(9)">1</sdfield></p>
<table width="100%" cellpadding="4"><tr><td style="border: none"><p>A cell of a table</p></td></tr></table>
<p><img src="data:image/svg+xml,%3Csvg onload='alert(10)'/%3E" name="Image1" align="left"/></p>
</body></html>"""

GOOGLE = """<meta charset='utf-8'>
<b style="font-weight:normal;" id="docs-internal-guid-4f1c2d3e-7fff-1a2b-3c4d-5e6f70819293">
<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;color:#000000;
background-color:transparent;font-weight:700;white-space:pre-wrap;">The ferry is back.</span></p>
<ul style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:disc;" aria-level="1">
<p dir="ltr" role="presentation"><span style="font-size:11pt;">Twice a day</span></p></li></ul>
<p dir="ltr"><a href="https://ferry.example/times" style="text-decoration:none;"><span>Times</span></a>
<span><img src="https://docs.example/x" width="602" onerror="alert(12)"/></span></p></b>
<br class="Apple-interchange-newline">"""
