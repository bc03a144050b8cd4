"""What makes a PDF one for print shops: PDF/X-4 (ISO 15930-7), with the inks it is meant for."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pikepdf

from cookbook.press.printshop.colours import Profile

VERSION = "PDF/X-4"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>{day}T00:00:00Z</xmp:MetadataDate>
<xmp:CreatorTool>Cookbook</xmp:CreatorTool>
<xmpMM:DocumentID>{identifier}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>{claim}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
CLAIM = f"\n<pdfxid:GTS_PDFXVersion>{VERSION}</pdfxid:GTS_PDFXVersion>"


def describe(pdf: pikepdf.Pdf, *, title: str, identifier: str, day: str) -> None:
    """Say what the file is, without a word of what it claims to be."""
    _tell(pdf, title, identifier, day, "")


def claim_standard(
    pdf: pikepdf.Pdf, profile: Profile, *, title: str, identifier: str, day: str
) -> None:
    """Make a PDF whose colours are inks one of PDF/X-4, with the profile of these inks."""
    _tell(pdf, title, identifier, day, CLAIM)
    stream = pdf.make_stream(profile.data)
    stream.N = 4
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier="Custom",
        Info=profile.name,
        DestOutputProfile=pdf.make_indirect(stream),
    )
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _tell(pdf: pikepdf.Pdf, title: str, identifier: str, day: str, claim: str) -> None:
    for name in ("/Title", "/Trapped", "/CreationDate", "/ModDate", "/Creator"):
        if name in pdf.docinfo:
            del pdf.docinfo[name]
    when = f"D:{day.replace('-', '')}000000Z"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Creator"] = "Cookbook"
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = when
    pdf.docinfo["/Trapped"] = pikepdf.Name("/False")
    packet = PACKET.format(title=escape(title), identifier=escape(identifier), day=day, claim=claim)
    metadata = pdf.make_stream(packet.encode())
    metadata.Type = pikepdf.Name.Metadata
    metadata.Subtype = pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)
