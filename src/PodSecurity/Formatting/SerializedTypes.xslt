<?xml version="1.0" encoding="utf-8"?>
<!--
  PodSecurity.Types.ps1xml as it is staged: after each type that has views stands the type that a file or a job makes of it, with the same
  hidden members, so that its views show the same. What is visible comes back as plain properties.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" indent="yes" encoding="utf-8" />
  <xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()" /></xsl:copy></xsl:template>
  <xsl:template match="Type[Members/CodeProperty/@IsHidden = 'true']">
    <xsl:copy-of select="." />
    <Type>
      <Name>Deserialized.<xsl:value-of select="Name" /></Name>
      <Members><xsl:copy-of select="Members/CodeProperty[@IsHidden = 'true'] | Members/MemberSet" /></Members>
    </Type>
  </xsl:template>
</xsl:stylesheet>
