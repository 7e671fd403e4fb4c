using System.Text;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>
/// S3 <c>DeleteObjects</c>: up to 1,000 keys. Each has an outcome of its own; those that failed in passing are asked for again by themselves, with the retries of
/// the whole, and keep their error when it stays.
/// </summary>
internal sealed class DeleteObjectsOperation : S3Operation<MultiDeleteAnswer>
{
    private static readonly TimeSpan TimeForOne = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<ObjectIdentifier, DeleteOutcome> _outcomes = [];
    private List<ObjectIdentifier> _left;
    private MemoryBody? _body;
    private string _md5 = "";

    public DeleteObjectsOperation(string bucket, IEnumerable<ObjectIdentifier> objects)
    {
        Bucket = bucket;
        _left = [.. objects];
    }

    public override string Name => "DeleteObjects";

    // A slow store takes its time for each of them.
    public override TimeSpan WorkTime => TimeForOne * _left.Count;

    public override RequestBody Body => _body ??= CreateBody();

    /// <summary>What is known of each object so far.</summary>
    public IReadOnlyDictionary<ObjectIdentifier, DeleteOutcome> Outcomes => _outcomes;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Post, Bucket, null) { Body = Body };
        request.AddQuery("delete", "");
        request.AddHeader("content-type", "application/xml");
        request.AddHeader("content-md5", _md5);
        return request;
    }

    public override async ValueTask<MultiDeleteAnswer> ReadAsync(S3Response response)
    {
        // Not quiet: an object that is not spoken of has not been deleted.
        DeleteResultDocument document = await response.ReadXmlAsync("DeleteResult", DeleteResultDocument.Read, keepsAlive: true).ConfigureAwait(false);
        List<ObjectIdentifier> passing = document.Settle(_left, response.Endpoint.Name, _outcomes);
        if (passing.Count == 0)
        {
            return MultiDeleteAnswer.Done;
        }

        if (passing.Exists(each => _outcomes[each].Error is { Kind: S3ErrorKind.Throttled }))
        {
            response.Endpoint.Cool(S3Transport.DefaultCooling, isAsked: false);
        }

        _left = passing;
        _body = null;
        throw new ObjectsLeftException(passing.Count, response);
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out MultiDeleteAnswer result)
    {
        // Google says InvalidArgument (it takes the request for the creation of a bucket) or NotImplemented, others 405 or 501. An id of a version may be an invalid argument too.
        bool unknown = error.StatusCode is 405 or 501 || error.ErrorCode is "NotImplemented" or "MethodNotAllowed"
            || (error is { StatusCode: 400, ErrorCode: "InvalidArgument" } && _left.TrueForAll(static each => each.VersionId is null));
        if (unknown)
        {
            endpoint.SupportsMultiDelete = false;
        }

        // A store may as well dislike one key, or the number of them: each by itself will show which.
        result = MultiDeleteAnswer.Refused;
        return unknown || error is S3InvalidRequestException { StatusCode: 400 };
    }

    private MemoryBody CreateBody()
    {
        using var document = new MemoryStream();
        using (var xml = XmlWriter.Create(document, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) }))
        {
            xml.WriteStartElement("Delete", "http://s3.amazonaws.com/doc/2006-03-01/");
            foreach (ObjectIdentifier each in _left)
            {
                xml.WriteStartElement("Object");
                xml.WriteElementString("Key", each.Key);
                if (each.VersionId is not null)
                {
                    xml.WriteElementString("VersionId", each.VersionId);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        byte[] bytes = document.ToArray();
        _md5 = ContentMd5.Of(bytes);
        return new MemoryBody(bytes);
    }
}
