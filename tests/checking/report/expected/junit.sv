<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="lod" tests="7" failures="3" errors="0">
  <testsuite name="guard" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="guard" name="Reglerna gäller något [guard/no-target]">
      <system-out>
shapes/project.ttl:14:20: varning: Ingenting har typen fp:Projct. Menas fp:Project?
    regel: Reglerna gäller något (guard/no-target)
</system-out>
    </testcase>
  </testsuite>
  <testsuite name="lod" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="lod" name="spec/fine"/>
    <testcase classname="lod" name="Kept by all [spec/kept]">
      <failure message="3 fel: schema:name: väntat högst ett värde; funnet 2 värden" type="violation">
data/names.ttl:2:3: fel: schema:name: väntat högst ett värde; funnet 2 värden
    gäller: https://data.example/id/name/2
    egenskap: schema:name
    regel: Kept by all (spec/kept)
data/names.ttl:3:3: fel: schema:name: väntat högst ett värde; funnet 3 värden
    gäller: https://data.example/id/name/3
    egenskap: schema:name
    regel: Kept by all (spec/kept)
fel: Kept by all
    gäller: "Q1"
    regel: Kept by all (spec/kept)
</failure>
    </testcase>
  </testsuite>
  <testsuite name="shapes/period.ttl" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shapes/period.ttl" name="spec/period" file="shapes/period.ttl" line="3">
      <system-out>
data/sources/sida.txt:63: upplysning: Slutet står före början.
    värde: "2012-01"^^xsd:gYearMonth
    egenskap: (^schema:about)/((schema:startDate|schema:endDate)+)
    regel: spec/period (shapes/period.ttl:3)
    närmare bestämt: Början saknas.
</system-out>
    </testcase>
  </testsuite>
  <testsuite name="shapes/project-should.ttl" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shapes/project-should.ttl" name="Syftet är kort [spec/project-should/purpose]" file="shapes/project-should.ttl" line="7">
      <system-out>
data/sources/sida.txt:63:208: varning: Syftet är långt.
    värde: "y y"@sv
    gäller: https://data.example/id/project/hall-ut
    plats i filen: row=5;column=purpose
    egenskap: schema:description
    regel: Syftet är kort (spec/project-should/purpose, shapes/project-should.ttl:7)
</system-out>
    </testcase>
  </testsuite>
  <testsuite name="shapes/project.ttl" tests="2" failures="2" errors="0" skipped="0">
    <testcase classname="shapes/project.ttl" name="Projektägaren är en känd organisation [spec/project/owner]" file="shapes/project.ttl" line="38">
      <failure message="5 fel: Projektägaren är ingen känd organisation." type="violation">
data/projects.ttl:12:21: fel: Projektägaren är ingen känd organisation.
    värde: &lt;https://data.example/id/organization/kristanstad&gt;
    funnet: kristanstad, som inte har någon klass
    gäller: https://data.example/id/project/12
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)
data/projects.ttl:40:18: fel: Projektägaren är ingen känd organisation.
    värde: &lt;https://data.example/id/organization/漢字&gt;
    funnet: 漢字, som inte har någon klass
    gäller: https://data.example/id/project/40
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)
data/projects.ttl:70:17: fel: Projektägaren är ingen känd organisation.
    värde: &lt;https://data.example/id/organization/borta&gt;
    funnet: borta, som inte har någon klass
    gäller: https://data.example/id/project/70
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)
data/projects.ttl:71:17: fel: Projektägaren är ingen känd organisation.
    värde: &lt;https://data.example/id/organization/borta&gt;
    funnet: borta, som inte har någon klass
    gäller: https://data.example/id/project/71
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)
data/projects.ttl:72:17: fel: Projektägaren är ingen känd organisation.
    värde: &lt;https://data.example/id/organization/borta&gt;
    funnet: borta, som inte har någon klass
    gäller: https://data.example/id/project/72
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)
</failure>
    </testcase>
    <testcase classname="shapes/project.ttl" name="Ett projekt har namn [spec/project/name]" file="shapes/project.ttl" line="30">
      <failure message="1 fel: Namn saknas. Ange schema:name." type="violation">
data/projects.ttl:10:1: fel: Namn saknas. Ange schema:name.
    gäller: https://data.example/id/project/hall-ut
    egenskap: schema:name
    regel: Ett projekt har namn (spec/project/name, shapes/project.ttl:30)
</failure>
    </testcase>
  </testsuite>
</testsuites>
