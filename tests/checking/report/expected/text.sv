data/names.ttl: 2 fel

  fel: schema:name: väntat högst ett värde
    data/names.ttl:2:3
       2 |   schema:name 'a', 'b', 'c' .
         |   ^^^^^^^^^^^
      funnet: 2 värden
      gäller: https://data.example/id/name/2
    data/names.ttl:3:3
       3 |   schema:name 'a', 'b', 'c' .
         |   ^^^^^^^^^^^
      funnet: 3 värden
      gäller: https://data.example/id/name/3
    egenskap: schema:name
    regel: Kept by all (spec/kept)

data/projects.ttl: 6 fel

  fel: Namn saknas. Ange schema:name.
    data/projects.ttl:10:1
      10 | <id/project/hall-ut> a fp:FundedProject ;
         | ^^^^^^^^^^^^^^^^^^^^
      gäller: https://data.example/id/project/hall-ut
    egenskap: schema:name
    regel: Ett projekt har namn (spec/project/name, shapes/project.ttl:30)

  fel: Projektägaren är ingen känd organisation.
    data/projects.ttl:12:21
      12 |     fp:projectOwner <id/organization/kristanstad> ;
         |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      funnet: kristanstad, som inte har någon klass
      gäller: https://data.example/id/project/12
    data/projects.ttl:40:18
      40 |     fp:projectOwner <id/organization/漢字> ;
         |                     ^^^^^^^^^^^^^^^^^^^^^^
      funnet: 漢字, som inte har någon klass
      gäller: https://data.example/id/project/40
    data/projects.ttl:70:17
      70 | fp:projectOwner <id/organization/borta> ;
         |                 ^^^^^^^^^^^^^^^^^^^^^^^
      funnet: borta, som inte har någon klass
      gäller: https://data.example/id/project/70
    data/projects.ttl:71:17: värde <https://data.example/id/organization/borta>, funnet borta, som inte har någon klass, gäller https://data.example/id/project/71
    data/projects.ttl:72:17: värde <https://data.example/id/organization/borta>, funnet borta, som inte har någon klass, gäller https://data.example/id/project/72
    egenskap: https://data.example/def/projectOwner
    väntat: en schema:Organization
    gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
    regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

data/sources/sida.txt: 1 varning, 1 upplysning

  upplysning: Slutet står före början.
    data/sources/sida.txt:63
      63 | Syfte: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      värde: "2012-01"^^xsd:gYearMonth
    egenskap: (^schema:about)/((schema:startDate|schema:endDate)+)
    regel: spec/period (shapes/period.ttl:3)
    närmare bestämt:
      fel: Början saknas.
        data/periods.ttl:5:3
           5 |   a fp:Period .
             |   ^
          gäller: https://data.example/id/period/1
        regel: Kept by all (spec/kept)

  varning: Syftet är långt.
    data/sources/sida.txt:63:208
      63 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy… och mer
         |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      värde: "y y"@sv
      gäller: https://data.example/id/project/hall-ut
      plats i filen: row=5;column=purpose
    egenskap: schema:description
    regel: Syftet är kort (spec/project-should/purpose, shapes/project-should.ttl:7)

Utan plats i någon fil: 1 fel

  fel: Kept by all
    gäller: "Q1"
    regel: Kept by all (spec/kept)

Om kontrollen själv: 1 varning

  varning: Ingenting har typen fp:Projct. Menas fp:Project?
    shapes/project.ttl:14:20
      14 |     sh:targetClass fp:Projct ;
         |                    ^^^^^^^^^
    regel: Reglerna gäller något (guard/no-target)

Vad reglerna täcker
  slag        namn       finns  prövade  anmärkning
  regelgrupp  spec/漢字      0        0  inget att pröva
  klass       fp:Period      5        2  3 utan regel

Obs: sh:rule is left to pyshacl.
6 regler prövade på 23 100 påståenden i 3 filer.
1 känt sedan tidigare visas inte.
Följer inte reglerna. 9 fel, 2 varningar, 1 upplysning.
