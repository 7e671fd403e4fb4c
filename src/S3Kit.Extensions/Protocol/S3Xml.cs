using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace S3Kit.Protocol;

/// <summary>Reads S3's XML: no DTDs, no entities, nothing fetched, sizes bounded, namespaces ignored (stores differ in them).</summary>
internal static class S3Xml
{
    /// <summary>The most bytes of an answer that is read as XML: 1,000 keys of 1,024 bytes, percent-encoded, with room to spare.</summary>
    public const int MaxDocumentBytes = 32 * 1024 * 1024;

    /// <summary>The most bytes of an error document.</summary>
    public const int MaxErrorBytes = 256 * 1024;

    private static readonly SearchValues<byte> ForbiddenControls =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,

        // White space may be all of a key.
        IgnoreWhitespace = false,
        MaxCharactersInDocument = MaxDocumentBytes,
        CloseInput = true,

        // Keys may hold characters that XML 1.0 does not allow; a store that writes them as &#x1; is understood.
        CheckCharacters = false,
    };

    /// <summary>How U+FFFE and U+FFFF begin in UTF-8.</summary>
    private static ReadOnlySpan<byte> NonCharacters => [0xEF, 0xBF];

    public static XmlReader CreateReader(ReadOnlyMemory<byte> bytes)
    {
        // Some stores put a line break before the XML declaration, which XML forbids.
        ReadOnlySpan<byte> span = bytes.Span;
        int start = 0;
        while (start < span.Length && span[start] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t')
        {
            start++;
        }

        bytes = EscapeForbidden(bytes[start..]);
        return MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment)
            ? XmlReader.Create(new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false), Settings)
            : XmlReader.Create(new MemoryStream(bytes.ToArray(), writable: false), Settings);
    }

    /// <summary>
    /// Writes characters that XML 1.0 forbids as character references, which this reader takes: Ceph echoes a prefix as it came, whatever is in it.
    /// </summary>
    private static ReadOnlyMemory<byte> EscapeForbidden(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (!span.ContainsAny(ForbiddenControls) && span.IndexOf(NonCharacters) < 0)
        {
            return bytes;
        }

        var escaped = new ArrayBufferWriter<byte>(bytes.Length + 256);
        for (int i = 0; i < span.Length; i++)
        {
            if (span[i..].StartsWith(NonCharacters) && i + 2 < span.Length && span[i + 2] >= 0xBE)
            {
                escaped.Write(span[i + 2] == 0xBE ? "&#xFFFE;"u8 : "&#xFFFF;"u8);
                i += 2;
            }
            else if (ForbiddenControls.Contains(span[i]))
            {
                escaped.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"&#{span[i]};")));
            }
            else
            {
                escaped.Write(span.Slice(i, 1));
            }
        }

        return escaped.WrittenMemory;
    }

    /// <summary>Whether the bytes are a whole XML document; a web page seldom is.</summary>
    public static bool IsXml(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using XmlReader reader = CreateReader(bytes);
            reader.MoveToContent();
            bool isPage = string.Equals(reader.LocalName, "html", StringComparison.OrdinalIgnoreCase);
            while (reader.Read())
            {
                // To its end: half a document is none.
            }

            return !isPage;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>Calls back for each child element; the callback must consume it. The reader ends behind the parent's end tag.</summary>
    public static void ReadChildren(XmlReader reader, Action<XmlReader> readChild)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return;
        }

        reader.ReadStartElement();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                readChild(reader);
            }
            else if (!reader.Read())
            {
                throw new XmlException("The document ends too early.");
            }
        }

        reader.ReadEndElement();
    }

    /// <summary>The text of an element, its white space kept.</summary>
    public static string ReadText(XmlReader reader) => reader.ReadElementContentAsString();

    public static long ReadLong(XmlReader reader)
    {
        string text = ReadText(reader);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new XmlException("What should be a number is none.");
    }

    public static bool ReadBool(XmlReader reader) => string.Equals(ReadText(reader), "true", StringComparison.OrdinalIgnoreCase);

    public static DateTimeOffset? ReadTime(XmlReader reader) => ParseTime(ReadText(reader));

    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;
}
