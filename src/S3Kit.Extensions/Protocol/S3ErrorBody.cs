using System.Xml;

namespace S3Kit.Protocol;

/// <summary>What an error document of S3 says: <c>&lt;Error&gt;&lt;Code/&gt;&lt;Message/&gt;...</c>. Anything else reads as nothing.</summary>
internal sealed class S3ErrorBody
{
    private const int MaxName = 128;

    public static S3ErrorBody None { get; } = new();

    public string? Code { get; private set; }

    public string? Message { get; private set; }

    public string? RequestId { get; private set; }

    /// <summary>The region that the request should have gone to or been signed for.</summary>
    public string? Region { get; private set; }

    public string? ServerTime { get; private set; }

    /// <summary>Whether the document is an S3 error.</summary>
    public bool IsError { get; private set; }

    /// <summary>What is known without a document.</summary>
    public static S3ErrorBody OfCode(string code) => new() { Code = code };

    public static S3ErrorBody Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.Trim((byte)' ').IsEmpty)
        {
            return None;
        }

        var body = new S3ErrorBody();
        try
        {
            using XmlReader reader = S3Xml.CreateReader(bytes);
            if (reader.MoveToContent() != XmlNodeType.Element)
            {
                return None;
            }

            // Some services wrap it: <ErrorResponse><Error>...
            if (reader.LocalName == "ErrorResponse")
            {
                reader.ReadStartElement();
                reader.MoveToContent();
            }

            if (reader.LocalName != "Error")
            {
                return None;
            }

            body.IsError = true;
            S3Xml.ReadChildren(reader, body.ReadElement);
        }
        catch (XmlException)
        {
            // Half a document still tells what it told until then; an HTML page tells nothing.
        }

        return body;
    }

    /// <summary>Takes out what the request was signed with, should a store repeat it in what it says. A code of S3's gives nothing away, and decisions hang on it.</summary>
    public void Hide(IReadOnlyList<string> secrets)
    {
        bool isKnown = S3Errors.IsKnown(Code);
        foreach (string secret in secrets)
        {
            Code = isKnown ? Code : Code?.Replace(secret, "***", StringComparison.Ordinal);
            Message = Message?.Replace(secret, "***", StringComparison.Ordinal);
            RequestId = RequestId?.Replace(secret, "***", StringComparison.Ordinal);
        }
    }

    // What is no name is not told: it would go into messages, logs and decisions as one.
    private static string? Name(string text)
    {
        text = text.Trim();
        return text.Length is > 0 and <= MaxName && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text : null;
    }

    private void ReadElement(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "Code": Code = Name(S3Xml.ReadText(reader)); break;
            case "Message": Message = S3Xml.ReadText(reader); break;
            case "RequestId": RequestId = Name(S3Xml.ReadText(reader)); break;
            case "Region": Region = S3Xml.ReadText(reader); break;
            case "ServerTime": ServerTime = S3Xml.ReadText(reader); break;
            default: reader.Skip(); break;
        }
    }
}
