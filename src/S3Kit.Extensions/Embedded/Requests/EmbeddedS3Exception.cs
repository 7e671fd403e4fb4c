using System.Net;

namespace S3Kit.Embedded;

/// <summary>Ends an operation with an S3 error; the handler turns it into the answer.</summary>
internal sealed class EmbeddedS3Exception(HttpStatusCode status, string code, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Further elements of the error document, in order.</summary>
    public List<KeyValuePair<string, string>> Details { get; } = [];

    /// <summary>Headers the answer carries beside the usual ones.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public EmbeddedS3Exception With(string element, string value)
    {
        Details.Add(new(element, value));
        return this;
    }

    public EmbeddedS3Exception WithHeader(string name, string value)
    {
        Headers.Add(new(name, value));
        return this;
    }
}
