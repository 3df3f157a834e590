<?xml version="1.0" encoding="UTF-8"?>
<!-- Shows a define.xml (Define-XML 2.1, with ARM 1.0) where XSLT 1.0 is at hand.  Where it is not, define.html says the same and more. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:odm="http://www.cdisc.org/ns/odm/v1.3"
  xmlns:def="http://www.cdisc.org/ns/def/v2.1" xmlns:arm="http://www.cdisc.org/ns/arm/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
  exclude-result-prefixes="odm def arm xlink">
  <xsl:output method="html" encoding="UTF-8" indent="no"/>

  <xsl:key name="group" match="odm:ItemGroupDef" use="@OID"/>
  <xsl:key name="item" match="odm:ItemDef" use="@OID"/>
  <xsl:key name="list" match="def:ValueListDef" use="@OID"/>
  <xsl:key name="where" match="def:WhereClauseDef" use="@OID"/>
  <xsl:key name="codelist" match="odm:CodeList" use="@OID"/>
  <xsl:key name="method" match="odm:MethodDef" use="@OID"/>
  <xsl:key name="comment" match="def:CommentDef" use="@OID"/>
  <xsl:key name="leaf" match="def:leaf" use="@ID"/>
  <xsl:key name="standard" match="def:Standard" use="@OID"/>

  <xsl:variable name="version" select="/odm:ODM/odm:Study/odm:MetaDataVersion"/>
  <xsl:variable name="displays" select="$version/arm:AnalysisResultDisplays/arm:ResultDisplay"/>

  <!-- the page -->
  <xsl:template match="/">
    <html lang="en">
      <head>
        <title><xsl:value-of select="/odm:ODM/odm:Study/odm:GlobalVariables/odm:StudyName"/>: data definitions</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <style>
          body { margin: 0 auto; max-width: 1400px; padding: 20px 28px 60px; color: #1a222d; font: 14px/1.45 "Helvetica Neue", Arial, "Liberation Sans", "Noto Sans CJK SC", sans-serif; }
          h1 { font-size: 23px; } h2 { font-size: 18px; margin: 36px 0 8px; border-bottom: 2px solid #1a222d; } h3 { font-size: 15px; margin: 24px 0 4px; }
          table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid #d7dce3; overflow-wrap: anywhere; }
          .variables { table-layout: fixed; min-width: 760px; } .variables thead th { width: 15%; } .variables thead th:nth-child(3) { width: 4%; } .variables thead th:nth-child(4) { width: 9%; } .variables thead th:nth-child(7) { width: 27%; }
          thead th { border-bottom: 1.5px solid #1a222d; color: #566170; } tr.value { background: #f4f6f8; } tr.value th { font-weight: 400; padding-left: 18px; }
          .facts { color: #566170; font-size: 12.5px; } .said, pre { white-space: pre-line; } pre { background: #f4f6f8; padding: 6px 10px; } .lost { color: #a3221b; background: #fbeae8; }
          ul.contents { columns: 3; list-style: none; padding: 0; } a { color: #0b4f8a; } :target { background: #eaf2f9; }
          @media (max-width: 700px) { body { padding: 12px; } ul.contents { columns: 1; } table { display: block; overflow-x: auto; } }
          @media print { @page { size: A4 landscape; margin: 12mm; } body { padding: 0; font-size: 9pt; } table { font-size: 8pt; } thead { display: table-header-group; } a { color: inherit; text-decoration: none; } }
        </style>
      </head>
      <body>
        <xsl:call-template name="head"/>
        <xsl:call-template name="contents"/>
        <xsl:call-template name="datasets"/>
        <xsl:apply-templates select="$version/odm:ItemGroupDef"/>
        <xsl:if test="$displays"><h2 id="results">Analysis results</h2><xsl:apply-templates select="$displays"/></xsl:if>
        <xsl:if test="$version/odm:CodeList"><h2 id="codelists">Codelists</h2><xsl:apply-templates select="$version/odm:CodeList"/></xsl:if>
        <xsl:if test="$version/odm:MethodDef"><h2 id="methods">Methods</h2><xsl:apply-templates select="$version/odm:MethodDef"/></xsl:if>
        <xsl:if test="$version/def:CommentDef"><h2 id="comments">Comments</h2><xsl:apply-templates select="$version/def:CommentDef"/></xsl:if>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="head">
    <h1><xsl:value-of select="/odm:ODM/odm:Study/odm:GlobalVariables/odm:StudyName"/>: data definitions</h1>
    <p><xsl:value-of select="/odm:ODM/odm:Study/odm:GlobalVariables/odm:StudyDescription"/></p>
    <p class="facts">Protocol <xsl:value-of select="/odm:ODM/odm:Study/odm:GlobalVariables/odm:ProtocolName"/> · <xsl:value-of select="$version/@Name"/> · Define-XML <xsl:value-of select="$version/@def:DefineVersion"/> · <xsl:value-of select="/odm:ODM/@CreationDateTime"/></p>
    <xsl:call-template name="comment"><xsl:with-param name="oid" select="$version/@def:CommentOID"/></xsl:call-template>
    <ul>
      <xsl:for-each select="$version/def:Standards/def:Standard"><li><xsl:value-of select="concat(@Name, ' ', @PublishingSet, ' ', @Version, ' (', @Type, ', ', @Status, ')')"/></li></xsl:for-each>
    </ul>
    <xsl:for-each select="$version/def:AnnotatedCRF | $version/def:SupplementalDoc"><xsl:apply-templates select="def:DocumentRef"/></xsl:for-each>
  </xsl:template>

  <xsl:template name="contents">
    <ul class="contents">
      <li><a href="#datasets">Datasets</a></li>
      <xsl:for-each select="$version/odm:ItemGroupDef"><li><a href="#{@OID}"><xsl:value-of select="@Name"/></a><xsl:text> </xsl:text><xsl:apply-templates select="odm:Description"/></li></xsl:for-each>
      <xsl:if test="$displays"><li><a href="#results">Analysis results</a></li></xsl:if>
      <xsl:if test="$version/odm:CodeList"><li><a href="#codelists">Codelists</a></li></xsl:if>
      <xsl:if test="$version/odm:MethodDef"><li><a href="#methods">Methods</a></li></xsl:if>
      <xsl:if test="$version/def:CommentDef"><li><a href="#comments">Comments</a></li></xsl:if>
    </ul>
  </xsl:template>

  <!-- datasets -->
  <xsl:template name="datasets">
    <h2 id="datasets">Datasets</h2>
    <table>
      <thead><tr><th>Dataset</th><th>Label</th><th>Class</th><th>Structure</th><th>Key variables</th><th>File</th></tr></thead>
      <tbody>
        <xsl:for-each select="$version/odm:ItemGroupDef">
          <tr>
            <th scope="row"><a href="#{@OID}"><xsl:value-of select="@Name"/></a></th>
            <td><xsl:apply-templates select="odm:Description"/></td>
            <td><xsl:value-of select="def:Class/@Name"/><xsl:for-each select="def:Class/def:SubClass"><div class="facts"><xsl:value-of select="@Name"/></div></xsl:for-each></td>
            <td><xsl:value-of select="@def:Structure"/></td>
            <td><xsl:for-each select="odm:ItemRef[@KeySequence]"><xsl:sort select="@KeySequence" data-type="number"/><xsl:if test="position() &gt; 1">, </xsl:if><xsl:value-of select="key('item', @ItemOID)/@Name"/></xsl:for-each></td>
            <td><xsl:apply-templates select="def:leaf"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template match="odm:ItemGroupDef">
    <h3 id="{@OID}"><xsl:value-of select="@Name"/><xsl:text> · </xsl:text><xsl:apply-templates select="odm:Description"/></h3>
    <p class="facts"><xsl:value-of select="concat(def:Class/@Name, ' · ', @def:Structure, ' · ', @Purpose)"/></p>
    <xsl:call-template name="comment"><xsl:with-param name="oid" select="@def:CommentOID"/></xsl:call-template>
    <table class="variables">
      <thead><tr><th>Variable</th><th>Label</th><th>Key</th><th>Type, length</th><th>Codelist</th><th>Origin</th><th>Method, comment</th></tr></thead>
      <tbody><xsl:apply-templates select="odm:ItemRef"/></tbody>
    </table>
  </xsl:template>

  <!-- a variable, and its value level below it; "within" counts value lists in value lists -->
  <xsl:template match="odm:ItemRef">
    <xsl:param name="within" select="0"/>
    <xsl:param name="dataset" select="../@OID"/>
    <xsl:variable name="item" select="key('item', @ItemOID)[1]"/>
    <tr id="{concat($dataset, '/', @ItemOID)}">
      <xsl:if test="$within &gt; 0"><xsl:attribute name="class">value</xsl:attribute></xsl:if>
      <th scope="row">
        <xsl:choose>
          <xsl:when test="not($item)"><xsl:call-template name="lost"><xsl:with-param name="oid" select="@ItemOID"/></xsl:call-template></xsl:when>
          <xsl:when test="def:WhereClauseRef"><xsl:call-template name="wheres"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="$item/@Name"/></xsl:otherwise>
        </xsl:choose>
      </th>
      <td><xsl:apply-templates select="$item/odm:Description"/><xsl:if test="@Role"><div class="facts"><xsl:value-of select="@Role"/></div></xsl:if></td>
      <td><xsl:value-of select="@KeySequence"/></td>
      <td><xsl:value-of select="concat($item/@DataType, ' ', $item/@Length)"/><xsl:if test="$item/@SignificantDigits">.<xsl:value-of select="$item/@SignificantDigits"/></xsl:if><xsl:if test="$item/@def:DisplayFormat"><div class="facts"><xsl:value-of select="$item/@def:DisplayFormat"/></div></xsl:if></td>
      <td><xsl:for-each select="$item/odm:CodeListRef"><xsl:call-template name="to"><xsl:with-param name="oid" select="@CodeListOID"/><xsl:with-param name="named" select="key('codelist', @CodeListOID)/@Name"/></xsl:call-template></xsl:for-each></td>
      <td><xsl:apply-templates select="$item/def:Origin"/></td>
      <td>
        <xsl:if test="@MethodOID">
          <xsl:call-template name="to"><xsl:with-param name="oid" select="@MethodOID"/><xsl:with-param name="named" select="key('method', @MethodOID)/@Name"/></xsl:call-template>
          <div class="said"><xsl:apply-templates select="key('method', @MethodOID)/odm:Description"/></div>
        </xsl:if>
        <xsl:call-template name="comment"><xsl:with-param name="oid" select="$item/@def:CommentOID"/></xsl:call-template>
      </td>
    </tr>
    <xsl:if test="$within &lt; 4">
      <xsl:apply-templates select="key('list', $item/def:ValueListRef/@ValueListOID)/odm:ItemRef">
        <xsl:with-param name="within" select="$within + 1"/>
        <xsl:with-param name="dataset" select="$dataset"/>
      </xsl:apply-templates>
    </xsl:if>
  </xsl:template>

  <xsl:template match="def:Origin">
    <div>
      <xsl:value-of select="@Type"/><xsl:if test="@Source"> · <xsl:value-of select="@Source"/></xsl:if>
      <xsl:if test="odm:Description">: <xsl:apply-templates select="odm:Description"/></xsl:if>
      <xsl:apply-templates select="def:DocumentRef"/>
    </div>
  </xsl:template>

  <!-- where clauses in words -->
  <xsl:template name="wheres">
    <xsl:for-each select="def:WhereClauseRef">
      <xsl:if test="position() &gt; 1"> or </xsl:if>
      <xsl:choose>
        <xsl:when test="key('where', @WhereClauseOID)"><xsl:apply-templates select="key('where', @WhereClauseOID)[1]"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="lost"><xsl:with-param name="oid" select="@WhereClauseOID"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="def:WhereClauseDef">
    <xsl:for-each select="odm:RangeCheck">
      <xsl:variable name="item" select="key('item', @def:ItemOID)[1]"/>
      <xsl:variable name="terms" select="key('codelist', $item/odm:CodeListRef/@CodeListOID)/odm:CodeListItem"/>
      <xsl:variable name="decoded" select="count(odm:CheckValue) &lt; 6"/>
      <xsl:if test="position() &gt; 1"> and </xsl:if>
      <xsl:choose>
        <xsl:when test="$item"><xsl:value-of select="$item/@Name"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="lost"><xsl:with-param name="oid" select="@def:ItemOID"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="@Comparator = 'EQ'"> is </xsl:when>
        <xsl:when test="@Comparator = 'NE'"> is not </xsl:when>
        <xsl:when test="@Comparator = 'LT'"> is less than </xsl:when>
        <xsl:when test="@Comparator = 'LE'"> is at most </xsl:when>
        <xsl:when test="@Comparator = 'GT'"> is more than </xsl:when>
        <xsl:when test="@Comparator = 'GE'"> is at least </xsl:when>
        <xsl:when test="@Comparator = 'IN'"> is one of </xsl:when>
        <xsl:when test="@Comparator = 'NOTIN'"> is none of </xsl:when>
        <xsl:otherwise><xsl:value-of select="concat(' ', @Comparator, ' ')"/></xsl:otherwise>
      </xsl:choose>
      <xsl:for-each select="odm:CheckValue">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:choose>
          <xsl:when test=". = ''">blank</xsl:when>
          <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
        </xsl:choose>
        <xsl:variable name="decode" select="$terms[@CodedValue = current()]/odm:Decode"/>
        <xsl:if test="$decoded and $decode"> (<xsl:apply-templates select="$decode"/>)</xsl:if>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <!-- codelists, methods, comments -->
  <xsl:template match="odm:CodeList">
    <h3 id="{@OID}"><xsl:value-of select="@Name"/></h3>
    <p class="facts"><xsl:value-of select="concat(@OID, ' ', odm:Alias/@Name, ' ', key('standard', @def:StandardOID)/@PublishingSet, ' ', key('standard', @def:StandardOID)/@Version)"/></p>
    <xsl:call-template name="comment"><xsl:with-param name="oid" select="@def:CommentOID"/></xsl:call-template>
    <xsl:for-each select="odm:ExternalCodeList"><p>Dictionary: <xsl:value-of select="concat(@Dictionary, ' ', @Version, ' ', @href)"/></p></xsl:for-each>
    <xsl:if test="odm:CodeListItem | odm:EnumeratedItem">
      <table>
        <thead><tr><th>Term</th><th>Meaning</th><th>Code</th></tr></thead>
        <tbody>
          <xsl:for-each select="odm:CodeListItem | odm:EnumeratedItem">
            <tr><td><xsl:value-of select="@CodedValue"/><xsl:if test="@def:ExtendedValue = 'Yes'"> <span class="facts"> extended</span></xsl:if></td><td><xsl:apply-templates select="odm:Decode"/></td><td><xsl:value-of select="odm:Alias/@Name"/></td></tr>
          </xsl:for-each>
        </tbody>
      </table>
    </xsl:if>
  </xsl:template>

  <xsl:template match="odm:MethodDef">
    <h3 id="{@OID}"><xsl:value-of select="@Name"/></h3>
    <p class="facts"><xsl:value-of select="concat(@Type, ' · ', @OID)"/></p>
    <div class="said"><xsl:apply-templates select="odm:Description"/></div>
    <xsl:for-each select="odm:FormalExpression"><p class="facts"><xsl:value-of select="@Context"/></p><pre><xsl:value-of select="."/></pre></xsl:for-each>
    <xsl:apply-templates select="def:DocumentRef"/>
  </xsl:template>

  <xsl:template match="def:CommentDef">
    <h3 id="{@OID}"><xsl:value-of select="@OID"/></h3>
    <div class="said"><xsl:apply-templates select="odm:Description"/></div>
    <xsl:apply-templates select="def:DocumentRef"/>
  </xsl:template>

  <xsl:template name="comment">
    <xsl:param name="oid"/>
    <xsl:if test="$oid">
      <div class="said">
        <xsl:call-template name="to"><xsl:with-param name="oid" select="$oid"/><xsl:with-param name="named"><xsl:if test="key('comment', $oid)">Comment</xsl:if></xsl:with-param></xsl:call-template>
        <xsl:if test="key('comment', $oid)">: <xsl:apply-templates select="key('comment', $oid)/odm:Description"/></xsl:if>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- analysis results -->
  <xsl:template match="arm:ResultDisplay">
    <h3 id="{@OID}"><xsl:value-of select="@Name"/><xsl:text> · </xsl:text><xsl:apply-templates select="odm:Description"/></h3>
    <xsl:apply-templates select="def:DocumentRef"/>
    <xsl:for-each select="arm:AnalysisResult">
      <p><b><xsl:apply-templates select="odm:Description"/></b> <span class="facts"><xsl:value-of select="concat(' ', @AnalysisReason, ' · ', @AnalysisPurpose)"/></span></p>
      <ul>
        <xsl:for-each select="arm:AnalysisDatasets/arm:AnalysisDataset">
          <xsl:variable name="dataset" select="@ItemGroupOID"/>
          <li>
            <xsl:call-template name="to"><xsl:with-param name="oid" select="$dataset"/><xsl:with-param name="named" select="key('group', $dataset)/@Name"/></xsl:call-template>
            <xsl:if test="def:WhereClauseRef"> where <xsl:call-template name="wheres"/></xsl:if>
            <xsl:if test="arm:AnalysisVariable">: <xsl:for-each select="arm:AnalysisVariable"><xsl:if test="position() &gt; 1">, </xsl:if><xsl:call-template name="to"><xsl:with-param name="oid" select="@ItemOID"/><xsl:with-param name="named" select="key('item', @ItemOID)/@Name"/><xsl:with-param name="place" select="concat($dataset, '/', @ItemOID)"/></xsl:call-template></xsl:for-each></xsl:if>
          </li>
        </xsl:for-each>
      </ul>
      <xsl:call-template name="comment"><xsl:with-param name="oid" select="arm:AnalysisDatasets/@def:CommentOID"/></xsl:call-template>
      <div class="said"><xsl:apply-templates select="arm:Documentation/odm:Description"/></div>
      <xsl:apply-templates select="arm:Documentation/def:DocumentRef"/>
      <xsl:for-each select="arm:ProgrammingCode"><p class="facts"><xsl:value-of select="@Context"/></p><xsl:if test="arm:Code"><pre><xsl:value-of select="arm:Code"/></pre></xsl:if><xsl:apply-templates select="def:DocumentRef"/></xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <!-- texts, documents, links -->
  <xsl:template match="odm:Description | odm:Decode">
    <xsl:for-each select="odm:TranslatedText"><xsl:if test="position() &gt; 1"> · </xsl:if><span><xsl:copy-of select="@xml:lang[. != '']"/><xsl:value-of select="."/></span></xsl:for-each>
  </xsl:template>

  <xsl:template match="def:DocumentRef">
    <div>
      <xsl:choose>
        <xsl:when test="key('leaf', @leafID)"><xsl:apply-templates select="key('leaf', @leafID)[1]"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="lost"><xsl:with-param name="oid" select="@leafID"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:for-each select="def:PDFPageRef">
        <xsl:text>, page </xsl:text>
        <xsl:choose>
          <xsl:when test="@FirstPage"><xsl:call-template name="page"><xsl:with-param name="page" select="@FirstPage"/></xsl:call-template>–<xsl:value-of select="@LastPage"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="pages"><xsl:with-param name="pages" select="normalize-space(@PageRefs)"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </div>
  </xsl:template>

  <xsl:template name="pages">
    <xsl:param name="pages"/>
    <xsl:call-template name="page"><xsl:with-param name="page" select="substring-before(concat($pages, ' '), ' ')"/></xsl:call-template>
    <xsl:if test="contains($pages, ' ')">, <xsl:call-template name="pages"><xsl:with-param name="pages" select="substring-after($pages, ' ')"/></xsl:call-template></xsl:if>
  </xsl:template>

  <xsl:template name="page">
    <xsl:param name="page"/>
    <xsl:variable name="href" select="key('leaf', ../@leafID)/@xlink:href"/>
    <xsl:variable name="to"><xsl:choose><xsl:when test="@Type = 'NamedDestination'">#nameddest=</xsl:when><xsl:otherwise>#page=</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:choose>
      <xsl:when test="$href and not(contains($href, ':'))"><a href="{$href}{$to}{$page}"><xsl:value-of select="$page"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="$page"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="def:leaf">
    <xsl:choose>
      <xsl:when test="not(contains(@xlink:href, ':')) or starts-with(@xlink:href, 'https:') or starts-with(@xlink:href, 'http:')"><a href="{@xlink:href}"><xsl:value-of select="def:title"/></a></xsl:when>
      <xsl:otherwise><xsl:value-of select="concat(def:title, ' (', @xlink:href, ')')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="to">
    <xsl:param name="oid"/>
    <xsl:param name="named"/>
    <xsl:param name="place" select="$oid"/>
    <xsl:choose>
      <xsl:when test="string($named) != ''"><a href="#{$place}"><xsl:value-of select="$named"/></a></xsl:when>
      <xsl:otherwise><xsl:call-template name="lost"><xsl:with-param name="oid" select="$oid"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="lost">
    <xsl:param name="oid"/>
    <span class="lost"><xsl:value-of select="$oid"/> ⚠ not in this file</span>
  </xsl:template>
</xsl:stylesheet>
