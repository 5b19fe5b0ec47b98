"""别人词表里的词怎么叫。 What terms of other vocabularies are called.

Their vocabularies are not part of the graph, so no label comes with them.
"""

from __future__ import annotations

from typing import Final

from rdflib.namespace import DCAT, DCTERMS, OWL, RDF, RDFS, SH, VOID

from zhunru.requirements import Label

WORDS: Final = {
    str(iri): Label(zh, en)
    for iri, zh, en in (
        (RDF.type, "种类", "type"),
        (RDFS.label, "名称", "label"),
        (RDFS.domain, "定义域", "domain"),
        (RDFS.range, "值域", "range"),
        (RDFS.subClassOf, "上位类", "subclass of"),
        (RDFS.subPropertyOf, "上位属性", "subproperty of"),
        (OWL.Class, "类", "class"),
        (OWL.ObjectProperty, "对象属性", "object property"),
        (OWL.DatatypeProperty, "数据属性", "datatype property"),
        (OWL.AnnotationProperty, "注释属性", "annotation property"),
        (OWL.Ontology, "本体", "ontology"),
        (OWL.versionIRI, "版本", "version"),
        (OWL.disjointWith, "不相交于", "disjoint with"),
        (OWL.equivalentClass, "等价类", "equivalent class"),
        (OWL.unionOf, "并", "union of"),
        (OWL.intersectionOf, "交", "intersection of"),
        (OWL.onProperty, "就属性", "on property"),
        (OWL.someValuesFrom, "有值属于", "some values from"),
        (OWL.hasValue, "有值", "has value"),
        (OWL.members, "成员", "members"),
        (DCTERMS.title, "标题", "title"),
        (DCTERMS.description, "说明", "description"),
        (DCTERMS.license, "许可", "licence"),
        (DCTERMS.language, "语言", "language"),
        (DCTERMS.conformsTo, "遵循", "conforms to"),
        (SH.NodeShape, "节点形状", "node shape"),
        (SH.PropertyShape, "属性形状", "property shape"),
        (SH.property, "属性形状", "property shape"),
        (SH.name, "名称", "name"),
        (SH.message, "消息", "message"),
        (SH.path, "路径", "path"),
        (SH.severity, "严重程度", "severity"),
        (SH.Violation, "违反", "violation"),
        (SH.Warning, "警告", "warning"),
        (SH.targetClass, "适用的类", "target class"),
        (SH["or"], "满足其一", "any of"),
        (SH["and"], "全部满足", "all of"),
        (SH.datatype, "数据类型", "datatype"),
        (SH.minCount, "至少几个", "at least so many"),
        (SH.maxCount, "至多几个", "at most so many"),
        (VOID.Dataset, "数据集", "data set"),
        (VOID.uriSpace, "IRI 的开头", "how IRIs begin"),
        (VOID.triples, "陈述", "statements"),
        (VOID.entities, "物", "things"),
        (VOID.classes, "类", "classes"),
        (VOID.properties, "属性", "properties"),
        (VOID.distinctSubjects, "不同主语", "distinct subjects"),
        (VOID.distinctObjects, "不同宾语", "distinct objects"),
        (VOID.classPartition, "各类", "by class"),
        (VOID.propertyPartition, "各属性", "by property"),
        (VOID["class"], "类", "class"),
        (VOID.property, "属性", "property"),
        (VOID.vocabulary, "词表", "vocabulary"),
        (VOID.exampleResource, "例", "example"),
        (VOID.sparqlEndpoint, "SPARQL 端点", "SPARQL endpoint"),
        (DCAT.Catalog, "目录", "catalogue"),
        (DCAT.Dataset, "数据集", "data set"),
        (DCAT.DataService, "数据服务", "data service"),
        (DCAT.dataset, "数据集", "data set"),
        (DCAT.service, "服务", "service"),
        (DCAT.endpointURL, "地址", "address"),
        (DCAT.servesDataset, "提供", "serves"),
        (DCAT.keyword, "关键词", "keyword"),
        (f"{DCAT}version", "版本", "version"),
    )
}
