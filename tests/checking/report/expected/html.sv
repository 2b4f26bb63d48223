<!DOCTYPE html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Följer inte reglerna. 9 fel, 2 varningar, 1 upplysning – Kontroll av data</title>
<style>
:root { color-scheme: light dark; --line: #8884; --violation: #b00020; --warning: #8a5a00;
  --info: #0b57a4; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) { :root { --violation: #ff9c9c; --warning: #f2c14e;
  --info: #8ab8f0; --mark: #6b5200; } }
body { font: 1.05rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem;
  padding: 0 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .3rem; }
a { color: inherit; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
article:target { background: #fe02; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .8rem .2rem 0; text-align: left; }
.n { text-align: right; }
.violation { color: var(--violation); } .warning { color: var(--warning); }
.info { color: var(--info); }
pre { border-left: 3px solid var(--line); margin: .3rem 0; padding-left: .8rem;
  white-space: pre-wrap; }
mark { background: var(--mark); color: inherit; }
.point { border-left: 2px solid var(--violation); }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .1rem 1rem;
  margin: .3rem 0; }
dt { font-weight: 600; } dt::first-letter { text-transform: uppercase; } dd { margin: 0; }
@media (max-width: 36rem) { dl { display: block; } }
</style>
</head>
<body>
<main>
<h1>Kontroll av data</h1>
<p><strong class="violation">Följer inte reglerna.</strong> 9 fel, 2 varningar, 1 upplysning.</p>
<p>6 regler prövade på 23 100 påståenden i 3 filer.</p>
<p>1 känt sedan tidigare visas inte.</p>
<p>Obs: sh:rule is left to pyshacl.</p>
<table>
<tr><th scope="col">fil</th><th scope="col" class="n">fel</th><th scope="col" class="n">varningar</th><th scope="col" class="n">upplysningar</th></tr>
<tr><th scope="row"><a href="#f1">data/names.ttl</a></th><td class="n">2</td><td class="n">0</td><td class="n">0</td></tr>
<tr><th scope="row"><a href="#f2">data/projects.ttl</a></th><td class="n">6</td><td class="n">0</td><td class="n">0</td></tr>
<tr><th scope="row"><a href="#f3">data/sources/sida.txt</a></th><td class="n">0</td><td class="n">1</td><td class="n">1</td></tr>
<tr><th scope="row"><a href="#f4">Utan plats i någon fil</a></th><td class="n">1</td><td class="n">0</td><td class="n">0</td></tr>
<tr><th scope="row"><a href="#f5">Om kontrollen själv</a></th><td class="n">0</td><td class="n">1</td><td class="n">0</td></tr>
</table>
<section id="f1">
<h2>data/names.ttl</h2>
<article id="ra6a0300eb38faca0bffafa7c21003578">
<h3><a href="#ra6a0300eb38faca0bffafa7c21003578" class="violation">Fel</a>: schema:name: väntat högst ett värde; funnet 2 värden</h3>
<p><code>data/names.ttl:2:3</code></p>
<pre><code>  <mark>schema:name</mark> &#39;a&#39;, &#39;b&#39;, &#39;c&#39; .</code></pre>
<dl><dt>gäller</dt><dd>https://data.example/id/name/2</dd><dt>egenskap</dt><dd>schema:name</dd><dt>regel</dt><dd>Kept by all (spec/kept)</dd></dl>
</article>
<article id="r8abff6b971796fb2ae8ed3e62c7e01c9">
<h3><a href="#r8abff6b971796fb2ae8ed3e62c7e01c9" class="violation">Fel</a>: schema:name: väntat högst ett värde; funnet 3 värden</h3>
<p><code>data/names.ttl:3:3</code></p>
<pre><code>  <mark>schema:name</mark> &#39;a&#39;, &#39;b&#39;, &#39;c&#39; .</code></pre>
<dl><dt>gäller</dt><dd>https://data.example/id/name/3</dd><dt>egenskap</dt><dd>schema:name</dd><dt>regel</dt><dd>Kept by all (spec/kept)</dd></dl>
</article>
</section>
<section id="f2">
<h2>data/projects.ttl</h2>
<article id="r3dfbd18b511371f25cadb84fbfe396de">
<h3><a href="#r3dfbd18b511371f25cadb84fbfe396de" class="violation">Fel</a>: Namn saknas. Ange schema:name.</h3>
<p><code>data/projects.ttl:10:1</code></p>
<pre><code><mark>&lt;id/project/hall-ut&gt;</mark> a fp:FundedProject ;</code></pre>
<dl><dt>gäller</dt><dd>https://data.example/id/project/hall-ut</dd><dt>egenskap</dt><dd>schema:name</dd><dt>regel</dt><dd>Ett projekt har namn (spec/project/name, shapes/project.ttl:30)</dd></dl>
</article>
<article id="r067f0d498f99944aa2cdc456e2ac619f">
<h3><a href="#r067f0d498f99944aa2cdc456e2ac619f" class="violation">Fel</a>: Projektägaren är ingen känd organisation.</h3>
<p><code>data/projects.ttl:12:21</code></p>
<pre><code>    fp:projectOwner <mark>&lt;id/organization/kristanstad&gt;</mark> ;</code></pre>
<dl><dt>funnet</dt><dd>kristanstad, som inte har någon klass</dd><dt>gäller</dt><dd>https://data.example/id/project/12</dd><dt>egenskap</dt><dd>https://data.example/def/projectOwner</dd><dt>väntat</dt><dd>en schema:Organization</dd><dt>gör så här</dt><dd>Rätta nyckeln, eller lägg till organisationen i data/curated.</dd><dt>regel</dt><dd>Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)</dd></dl>
</article>
<article id="r2147fa344acd827b1bcd0c4a9787d3e0">
<h3><a href="#r2147fa344acd827b1bcd0c4a9787d3e0" class="violation">Fel</a>: Projektägaren är ingen känd organisation.</h3>
<p><code>data/projects.ttl:40:18</code></p>
<pre><code>    fp:projectOwner <mark>&lt;id/organization/漢字&gt;</mark> ;</code></pre>
<dl><dt>funnet</dt><dd>漢字, som inte har någon klass</dd><dt>gäller</dt><dd>https://data.example/id/project/40</dd><dt>egenskap</dt><dd>https://data.example/def/projectOwner</dd><dt>väntat</dt><dd>en schema:Organization</dd><dt>gör så här</dt><dd>Rätta nyckeln, eller lägg till organisationen i data/curated.</dd><dt>regel</dt><dd>Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)</dd></dl>
</article>
<article id="r66cccc22e278db3689393897ffb7e7d5">
<h3><a href="#r66cccc22e278db3689393897ffb7e7d5" class="violation">Fel</a>: Projektägaren är ingen känd organisation.</h3>
<p><code>data/projects.ttl:70:17</code></p>
<pre><code>fp:projectOwner <mark>&lt;id/organization/borta&gt;</mark> ;</code></pre>
<dl><dt>funnet</dt><dd>borta, som inte har någon klass</dd><dt>gäller</dt><dd>https://data.example/id/project/70</dd><dt>egenskap</dt><dd>https://data.example/def/projectOwner</dd><dt>väntat</dt><dd>en schema:Organization</dd><dt>gör så här</dt><dd>Rätta nyckeln, eller lägg till organisationen i data/curated.</dd><dt>regel</dt><dd>Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)</dd></dl>
</article>
<article id="rbcb0d02d993c1e9d26e6d4a671414fc1">
<h3><a href="#rbcb0d02d993c1e9d26e6d4a671414fc1" class="violation">Fel</a>: Projektägaren är ingen känd organisation.</h3>
<p><code>data/projects.ttl:71:17</code></p>
<pre><code>fp:projectOwner <mark>&lt;id/organization/borta&gt;</mark> ;</code></pre>
<dl><dt>funnet</dt><dd>borta, som inte har någon klass</dd><dt>gäller</dt><dd>https://data.example/id/project/71</dd><dt>egenskap</dt><dd>https://data.example/def/projectOwner</dd><dt>väntat</dt><dd>en schema:Organization</dd><dt>gör så här</dt><dd>Rätta nyckeln, eller lägg till organisationen i data/curated.</dd><dt>regel</dt><dd>Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)</dd></dl>
</article>
<article id="rb9ade67bd6d8911aa79b4b785c8f38f9">
<h3><a href="#rb9ade67bd6d8911aa79b4b785c8f38f9" class="violation">Fel</a>: Projektägaren är ingen känd organisation.</h3>
<p><code>data/projects.ttl:72:17</code></p>
<pre><code>fp:projectOwner <mark>&lt;id/organization/borta&gt;</mark> ;</code></pre>
<dl><dt>funnet</dt><dd>borta, som inte har någon klass</dd><dt>gäller</dt><dd>https://data.example/id/project/72</dd><dt>egenskap</dt><dd>https://data.example/def/projectOwner</dd><dt>väntat</dt><dd>en schema:Organization</dd><dt>gör så här</dt><dd>Rätta nyckeln, eller lägg till organisationen i data/curated.</dd><dt>regel</dt><dd>Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)</dd></dl>
</article>
</section>
<section id="f3">
<h2>data/sources/sida.txt</h2>
<article id="r32be3c868ddbbba91f4f4338eff9f067">
<h3><a href="#r32be3c868ddbbba91f4f4338eff9f067" class="info">Upplysning</a>: Slutet står före början.</h3>
<p><code>data/sources/sida.txt:63</code></p>
<pre><code>Syfte: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…</code></pre>
<dl><dt>värde</dt><dd>&#34;2012-01&#34;^^xsd:gYearMonth</dd><dt>egenskap</dt><dd>(^schema:about)/((schema:startDate|schema:endDate)+)</dd><dt>regel</dt><dd>spec/period (shapes/period.ttl:3)</dd></dl>
<p>närmare bestämt:</p>
<ul>
<li>Början saknas.
<p><code>data/periods.ttl:5:3</code></p>
<pre><code>  <span class="point"></span>a fp:Period .</code></pre>
<dl><dt>gäller</dt><dd>https://data.example/id/period/1</dd><dt>regel</dt><dd>Kept by all (spec/kept)</dd></dl>
</li>
</ul>
</article>
<article id="rda7e74413a3d8a8d94245799fc313bb5">
<h3><a href="#rda7e74413a3d8a8d94245799fc313bb5" class="warning">Varning</a>: Syftet är långt.</h3>
<p><code>data/sources/sida.txt:63:208</code></p>
<pre><code>…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<mark>&lt;yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…</mark> och mer</code></pre>
<dl><dt>värde</dt><dd>&#34;y y&#34;@sv</dd><dt>gäller</dt><dd>https://data.example/id/project/hall-ut</dd><dt>plats i filen</dt><dd>row=5;column=purpose</dd><dt>egenskap</dt><dd>schema:description</dd><dt>regel</dt><dd>Syftet är kort (spec/project-should/purpose, shapes/project-should.ttl:7)</dd></dl>
</article>
</section>
<section id="f4">
<h2>Utan plats i någon fil</h2>
<article id="rf188fe7b487d2033ed60b659099f5400">
<h3><a href="#rf188fe7b487d2033ed60b659099f5400" class="violation">Fel</a>: Kept by all</h3>
<dl><dt>gäller</dt><dd>&#34;Q1&#34;</dd><dt>regel</dt><dd>Kept by all (spec/kept)</dd></dl>
</article>
</section>
<section id="f5">
<h2>Om kontrollen själv</h2>
<article id="rfc92b4cc1c1458db7e98ddf71b186357">
<h3><a href="#rfc92b4cc1c1458db7e98ddf71b186357" class="warning">Varning</a>: Ingenting har typen fp:Projct. Menas fp:Project?</h3>
<p><code>shapes/project.ttl:14:20</code></p>
<pre><code>    sh:targetClass <mark>fp:Projct</mark> ;</code></pre>
<dl><dt>regel</dt><dd>Reglerna gäller något (guard/no-target)</dd></dl>
</article>
</section>
<h2>Vad reglerna täcker</h2>
<table>
<tr><th scope="col">slag</th><th scope="col">namn</th><th scope="col" class="n">finns</th><th scope="col" class="n">prövade</th><th scope="col">anmärkning</th></tr>
<tr><td>regelgrupp</td><th scope="row">spec/project</th><td class="n">1 200</td><td class="n">1 200</td><td></td></tr>
<tr><td>regelgrupp</td><th scope="row">spec/漢字</th><td class="n">0</td><td class="n">0</td><td>inget att pröva</td></tr>
<tr><td>klass</td><th scope="row">fp:Period</th><td class="n">5</td><td class="n">2</td><td>3 utan regel</td></tr>
</table>
</main>
</body>
</html>
