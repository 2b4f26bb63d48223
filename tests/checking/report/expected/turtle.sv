@prefix sh: <http://www.w3.org/ns/shacl#> .

# shapes/project.ttl:14:20: varning: Ingenting har typen fp:Projct. Menas fp:Project?
[] a sh:ValidationReport ;
    sh:conforms false ;
    sh:result
        # data/names.ttl:2:3
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/name/2> ;
            sh:resultPath <https://schema.org/name> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#MaxCountConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/kept> ;
            sh:resultMessage "schema:name: expected at most one value; found 2 values"@en ;
            sh:resultMessage "schema:name: väntat högst ett värde; funnet 2 värden"@sv ;
        ] ,
        # data/names.ttl:3:3
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/name/3> ;
            sh:resultPath <https://schema.org/name> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#MaxCountConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/kept> ;
            sh:resultMessage "schema:name: expected at most one value; found 3 values"@en ;
            sh:resultMessage "schema:name: väntat högst ett värde; funnet 3 värden"@sv ;
        ] ,
        # data/projects.ttl:10:1
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/hall-ut> ;
            sh:resultPath <https://schema.org/name> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#MinCountConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/name> ;
            sh:resultMessage "The name is missing. Give schema:name."@en ;
            sh:resultMessage "Namn saknas. Ange schema:name."@sv ;
        ] ,
        # data/projects.ttl:12:21
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/12> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/kristanstad> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/projects.ttl:40:18
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/40> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/漢字> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/projects.ttl:70:17
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/70> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/borta> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/projects.ttl:71:17
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/71> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/borta> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/projects.ttl:72:17
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/72> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/borta> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/projects.ttl:99:17
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/99> ;
            sh:resultPath <https://data.example/def/projectOwner> ;
            sh:value <https://data.example/id/organization/gammal> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#ClassConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project/owner> ;
            sh:resultMessage "The project owner is not a known organisation."@en ;
            sh:resultMessage "Projektägaren är ingen känd organisation."@sv ;
        ] ,
        # data/sources/sida.txt:63
        [
            a sh:ValidationResult ;
            sh:focusNode [] ;
            sh:resultPath ( [ sh:inversePath <https://schema.org/about> ] [ sh:oneOrMorePath [ sh:alternativePath ( <https://schema.org/startDate> <https://schema.org/endDate> ) ] ] ) ;
            sh:value "2012-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> ;
            sh:resultSeverity sh:Info ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#NodeConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/period> ;
            sh:resultMessage "Slutet står före början." ;
            sh:detail
                # data/periods.ttl:5:3
                [
                    a sh:ValidationResult ;
                    sh:focusNode <https://data.example/id/period/1> ;
                    sh:resultSeverity sh:Violation ;
                    sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#MinCountConstraintComponent> ;
                    sh:sourceShape <https://data.example/spec/kept> ;
                    sh:resultMessage "The start is missing."@en ;
                    sh:resultMessage "Början saknas."@sv ;
                ]
            ;
        ] ,
        # data/sources/sida.txt:63:208
        [
            a sh:ValidationResult ;
            sh:focusNode <https://data.example/id/project/hall-ut> ;
            sh:resultPath <https://schema.org/description> ;
            sh:value "y y"@sv ;
            sh:resultSeverity sh:Warning ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#MaxLengthConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/project-should/purpose> ;
            sh:resultMessage "The purpose is long."@en ;
            sh:resultMessage "Syftet är långt."@sv ;
        ] ,
        [
            a sh:ValidationResult ;
            sh:focusNode "Q1" ;
            sh:value "Q1" ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent <http://www.w3.org/ns/shacl#NodeKindConstraintComponent> ;
            sh:sourceShape <https://data.example/spec/kept> ;
        ]
.
