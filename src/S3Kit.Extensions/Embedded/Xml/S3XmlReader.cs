using System.Xml;
using System.Xml.Linq;

namespace S3Kit.Embedded;

/// <summary>Reads the documents S3 takes. The namespace is not looked at: clients send it or not.</summary>
internal static class S3XmlReader
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Reads a document with a given root.</summary>
    public static XElement Read(EmbeddedRequest request, string root)
    {
        try
        {
            using var stream = request.Body.Data.OpenRead();
            using var reader = XmlReader.Create(stream, Settings);
            // A key may be nothing but spaces.
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
            return string.Equals(document.Name.LocalName, root, StringComparison.Ordinal) ? document : throw EmbeddedErrors.MalformedXml();
        }
        catch (XmlException)
        {
            throw EmbeddedErrors.MalformedXml();
        }
    }

    public static IEnumerable<XElement> All(this XElement parent, string name) =>
        parent.Elements().Where(e => string.Equals(e.Name.LocalName, name, StringComparison.Ordinal));

    public static string? Value(this XElement parent, string name) => parent.All(name).FirstOrDefault()?.Value;
}
