using System.Net.Http.Headers;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>A successful answer, from which an operation reads its result.</summary>
internal sealed class S3Response(HttpResponseMessage message, StorageEndpoint endpoint, S3Request request, TransferGuard guard)
{
    public HttpResponseMessage Message { get; } = message;

    public StorageEndpoint Endpoint { get; } = endpoint;

    public S3Request Request { get; } = request;

    public TransferGuard Guard { get; } = guard;

    public int Status => (int)Message.StatusCode;

    /// <summary>Whether the operation keeps the message, to stream its body, and disposes of it itself.</summary>
    public bool IsKept { get; private set; }

    public S3ErrorContext Context => new(Request.Operation, Endpoint.Name, Request.Bucket, Request.Key);

    public HttpResponseMessage Keep()
    {
        IsKept = true;
        return Message;
    }

    public string? Header(string name) => Value(Message.Headers, name) ?? Value(Message.Content.Headers, name);

    /// <summary>Sees to it that the answer has no body, as it should; an error document in it is thrown as what it means.</summary>
    public async ValueTask ExpectNothingAsync()
    {
        if (Status == 204 || Message.Content.Headers.ContentLength == 0)
        {
            return;
        }

        (ReadOnlyMemory<byte> bytes, _) = await BoundedReader.ReadAsync(Message.Content, S3Xml.MaxErrorBytes, Guard).ConfigureAwait(false);
        S3ErrorBody error = S3ErrorBody.Parse(bytes);
        if (error.IsError)
        {
            error.Hide(Request.Secrets);
            throw S3Errors.FromErrorInSuccess(Context, Status, error, Header(S3Headers.RequestId));
        }

        if (!bytes.IsEmpty && Header("ETag") is null && !S3Xml.IsXml(bytes))
        {
            throw S3Errors.NotS3(Context, Status, "the answer has a body that S3 does not send.", Header(S3Headers.RequestId));
        }
    }

    /// <summary>Reads the body as an XML document with the root given; an error document in its place is thrown as what it means.</summary>
    /// <param name="root">The name of the root.</param>
    /// <param name="read">Reads the document.</param>
    /// <param name="keepsAlive">Whether the store may take long for the document, and sends white space meanwhile.</param>
    public async ValueTask<T> ReadXmlAsync<T>(string root, Func<XmlReader, T> read, bool keepsAlive = false)
    {
        (ReadOnlyMemory<byte> bytes, bool more) = await BoundedReader.ReadAsync(Message.Content, S3Xml.MaxDocumentBytes, Guard, keepsAlive).ConfigureAwait(false);
        if (more)
        {
            throw S3Errors.NotS3(Context, Status, $"the answer is larger than {S3Xml.MaxDocumentBytes / (1024 * 1024)} MiB.", Header(S3Headers.RequestId));
        }

        return Parse(bytes, root, read);
    }

    private T Parse<T>(ReadOnlyMemory<byte> bytes, string root, Func<XmlReader, T> read)
    {
        try
        {
            using XmlReader reader = S3Xml.CreateReader(bytes);
            if (reader.MoveToContent() == XmlNodeType.Element)
            {
                if (reader.LocalName == root)
                {
                    return read(reader);
                }

                S3ErrorBody error = S3ErrorBody.Parse(bytes);
                if (error.IsError)
                {
                    error.Hide(Request.Secrets);
                    throw S3Errors.FromErrorInSuccess(Context, Status, error, Header(S3Headers.RequestId));
                }
            }
        }
        catch (XmlException e)
        {
            throw S3Errors.NotS3(Context, Status, $"the answer is not the XML that S3 sends ({S3Errors.Clean(e.Message)}).", Header(S3Headers.RequestId), e);
        }

        throw S3Errors.NotS3(Context, Status, $"the answer is no {root} document.", Header(S3Headers.RequestId));
    }

    internal static string? Value(HttpHeaders headers, string name)
    {
        // Not validated: what a store sends is taken as it is, joined by HttpClient when it came in several lines.
        if (!headers.NonValidated.TryGetValues(name, out HeaderStringValues values))
        {
            return null;
        }

        return values.Count == 1 ? values.ToString() : string.Join(',', values);
    }
}
