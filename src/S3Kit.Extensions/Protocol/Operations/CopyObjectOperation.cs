using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>CopyObject</c>.</summary>
internal sealed class CopyObjectOperation : S3Operation<CopyObjectResult>
{
    private readonly CopyOrigin _origin;
    private readonly SourceObject _source;
    private readonly CopyObjectOptions _options;

    public CopyObjectOperation(string bucket, string key, CopyOrigin origin, SourceObject source, CopyObjectOptions options)
    {
        Bucket = bucket;
        Key = key;
        _origin = origin;
        _source = source;
        _options = options;
    }

    public override string Name => "CopyObject";

    public override TimeSpan WorkTime => CopyPace.TimeFor(_source.Info.Size);

    // What has seen the source knows it best; and a copy that has begun with a look at it is finished, whoever closes meanwhile.
    public override string? PinnedEndpoint => _source.Info.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key);
        request.AddHeader(S3Headers.CopySource, _origin.Header);
        CopyHeaders.AddSourceConditions(request, _options, _source.Info.ETag);
        CopyHeaders.AddDirectives(request, _options);
        EncryptionHeaders.AddSourceKey(request, _options.SourceCustomerKey);
        if (_options.HasConditions)
        {
            endpoint.Settings.Dialect.Require(
                endpoint.Settings.Dialect.ConditionalCopy,
                "conditions on the destination of a copy",
                "Copy without condition to a key that nobody else writes.",
                new S3ErrorContext(Name, endpoint.Name, Bucket, Key));
        }

        ObjectWriteHeaders.AddIfMatch(request, _options.IfMatch, endpoint);
        request.AddETagHeader("if-none-match", _options.IfNoneMatch);
        return request;
    }

    public override async ValueTask<CopyObjectResult> ReadAsync(S3Response response)
    {
        CopiedObject copied = await CopiedObject.ReadAsync(response, "CopyObjectResult").ConfigureAwait(false);
        if (copied is { ETag: null, LastModified: null })
        {
            throw S3Errors.NotS3(response.Context, response.Status, "the answer tells nothing of a copy.", response.Header(S3Headers.RequestId));
        }

        return new CopyObjectResult
        {
            Bucket = Bucket!,
            Key = Key!,
            Location = response.Endpoint.Settings.Address.Locate(Bucket!, Key!),
            ETag = ETags.Unquote(copied.ETag),
            LastModified = copied.LastModified,
            VersionId = response.Header(S3Headers.VersionId),
            SourceVersionId = response.Header(S3Headers.CopySourceVersionId) ?? _origin.VersionId,
            ServerSideEncryption = EncryptionHeaders.Read(response),
            Size = _source.Info.Size < 0 ? null : _source.Info.Size,
            Endpoint = response.Endpoint.Name,
        };
    }
}
