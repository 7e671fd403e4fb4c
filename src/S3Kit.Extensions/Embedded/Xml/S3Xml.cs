using System.Globalization;
using System.Text;
using System.Xml;

namespace S3Kit.Embedded;

/// <summary>Writes the documents S3 answers with.</summary>
internal static class S3Xml
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // S3 keys may hold characters that XML 1.0 cannot; S3 writes them all the same, and so do we.
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static byte[] Document<TState>(string root, TState state, Action<XmlWriter, TState> write) => Write(root, Namespace, state, write);

    /// <summary>An error document, which has no namespace.</summary>
    public static byte[] Error(EmbeddedS3Exception error, string? resource, string requestId) =>
        Write("Error", null, (error, resource, requestId), static (xml, state) =>
        {
            xml.Element("Code", state.error.Code);
            xml.Element("Message", state.error.Message);
            foreach (var detail in state.error.Details)
            {
                xml.Element(detail.Key, detail.Value);
            }

            xml.Element("Resource", state.resource);
            xml.Element("RequestId", state.requestId);
            xml.Element("HostId", "embedded");
        });

    /// <summary>Writes an element; nothing when there is no value.</summary>
    public static void Element(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteStartElement(name);
            xml.WriteString(value);
            xml.WriteEndElement();
        }
    }

    public static void Element(this XmlWriter xml, string name, long value) => xml.Element(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter xml, string name, bool value) => xml.Element(name, value ? "true" : "false");

    /// <summary>Writes the account as S3 names an owner.</summary>
    public static void Owner(this XmlWriter xml, string account, string element = "Owner")
    {
        xml.WriteStartElement(element);
        xml.Element("ID", account);
        xml.Element("DisplayName", account);
        xml.WriteEndElement();
    }

    private static byte[] Write<TState>(string root, string? ns, TState state, Action<XmlWriter, TState> write)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement(root, ns);
            write(xml, state);
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }
}
