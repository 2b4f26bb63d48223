## Kontroll av data

**Följer inte reglerna.** 9 fel, 2 varningar, 1 upplysning.

6 regler prövade på 23 100 påståenden i 3 filer.

1 känt sedan tidigare visas inte.

| fil | fel | varningar | upplysningar |
| --- | --: | --: | --: |
| data/names.ttl | 2 | 0 | 0 |
| data/projects.ttl | 6 | 0 | 0 |
| data/sources/sida.txt | 0 | 1 | 1 |
| Utan plats i någon fil | 1 | 0 | 0 |
| Om kontrollen själv | 0 | 1 | 0 |

### Vad reglerna täcker

| slag | namn | finns | prövade | anmärkning |
| --- | --- | --: | --: | --- |
| regelgrupp | spec/漢字 | 0 | 0 | inget att pröva |
| klass | fp:Period | 5 | 2 | 3 utan regel |

### De första 12 av 12

- **fel** data/names.ttl:2:3: schema:name: väntat högst ett värde; funnet 2 värden

  ```text
    schema:name 'a', 'b', 'c' .
    ^^^^^^^^^^^
  ```

  - gäller: https://data.example/id/name/2
  - egenskap: schema:name
  - regel: Kept by all (spec/kept)

- **fel** data/names.ttl:3:3: schema:name: väntat högst ett värde; funnet 3 värden

  ```text
    schema:name 'a', 'b', 'c' .
    ^^^^^^^^^^^
  ```

  - gäller: https://data.example/id/name/3
  - egenskap: schema:name
  - regel: Kept by all (spec/kept)

- **fel** data/projects.ttl:10:1: Namn saknas. Ange schema:name.

  ```text
  <id/project/hall-ut> a fp:FundedProject ;
  ^^^^^^^^^^^^^^^^^^^^
  ```

  - gäller: https://data.example/id/project/hall-ut
  - egenskap: schema:name
  - regel: Ett projekt har namn (spec/project/name, shapes/project.ttl:30)

- **fel** data/projects.ttl:12:21: Projektägaren är ingen känd organisation.

  ```text
      fp:projectOwner <id/organization/kristanstad> ;
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: &lt;https://data.example/id/organization/kristanstad\>
  - funnet: kristanstad, som inte har någon klass
  - gäller: https://data.example/id/project/12
  - egenskap: https://data.example/def/projectOwner
  - väntat: en schema:Organization
  - gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
  - regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

- **fel** data/projects.ttl:40:18: Projektägaren är ingen känd organisation.

  ```text
      fp:projectOwner <id/organization/漢字> ;
                      ^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: &lt;https://data.example/id/organization/漢字\>
  - funnet: 漢字, som inte har någon klass
  - gäller: https://data.example/id/project/40
  - egenskap: https://data.example/def/projectOwner
  - väntat: en schema:Organization
  - gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
  - regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

- **fel** data/projects.ttl:70:17: Projektägaren är ingen känd organisation.

  ```text
  fp:projectOwner <id/organization/borta> ;
                  ^^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: &lt;https://data.example/id/organization/borta\>
  - funnet: borta, som inte har någon klass
  - gäller: https://data.example/id/project/70
  - egenskap: https://data.example/def/projectOwner
  - väntat: en schema:Organization
  - gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
  - regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

- **fel** data/projects.ttl:71:17: Projektägaren är ingen känd organisation.

  ```text
  fp:projectOwner <id/organization/borta> ;
                  ^^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: &lt;https://data.example/id/organization/borta\>
  - funnet: borta, som inte har någon klass
  - gäller: https://data.example/id/project/71
  - egenskap: https://data.example/def/projectOwner
  - väntat: en schema:Organization
  - gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
  - regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

- **fel** data/projects.ttl:72:17: Projektägaren är ingen känd organisation.

  ```text
  fp:projectOwner <id/organization/borta> ;
                  ^^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: &lt;https://data.example/id/organization/borta\>
  - funnet: borta, som inte har någon klass
  - gäller: https://data.example/id/project/72
  - egenskap: https://data.example/def/projectOwner
  - väntat: en schema:Organization
  - gör så här: Rätta nyckeln, eller lägg till organisationen i data/curated.
  - regel: Projektägaren är en känd organisation (spec/project/owner, shapes/project.ttl:38)

- **fel**: Kept by all
  - gäller: "Q1"
  - regel: Kept by all (spec/kept)

- **varning** data/sources/sida.txt:63:208: Syftet är långt.

  ```text
  …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx<yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy… och mer
                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ```

  - värde: "y y"@sv
  - gäller: https://data.example/id/project/hall-ut
  - plats i filen: row=5;column=purpose
  - egenskap: schema:description
  - regel: Syftet är kort (spec/project-should/purpose, shapes/project-should.ttl:7)

- **varning** shapes/project.ttl:14:20: Ingenting har typen fp:Projct. Menas fp:Project?

  ```text
      sh:targetClass fp:Projct ;
                     ^^^^^^^^^
  ```

  - regel: Reglerna gäller något (guard/no-target)

- **upplysning** data/sources/sida.txt:63: Slutet står före början.

  ```text
  Syfte: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
  ```

  - värde: "2012-01"^^xsd:gYearMonth
  - egenskap: (^schema:about)/((schema:startDate\|schema:endDate)+)
  - regel: spec/period (shapes/period.ttl:3)
