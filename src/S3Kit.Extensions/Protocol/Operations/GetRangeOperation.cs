using System.Net.Http.Headers;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>
/// S3 <c>GetObject</c> of a range, with <c>If-Match</c>: goes on with what another answer began, or is a part of a download in parts. An endpoint that knows no
/// ranges may send the whole object: then what comes before the range is to be dropped.
/// </summary>
internal sealed class GetRangeOperation : S3Operation<ObjectBody>
{
    private readonly ObjectPin _pin;
    private readonly long _first;
    private readonly long? _last;
    private readonly string? _avoided;
    private readonly bool _continues;

    public GetRangeOperation(string bucket, string key, ObjectPin pin, long first, long? last, string? avoided, bool continues)
    {
        Bucket = bucket;
        Key = key;
        _pin = pin;
        _first = first;
        _last = last;
        _avoided = avoided;
        _continues = continues;
    }

    public override string Name => "GetObject";

    /// <summary>The key that the object was stored with, if it was one of the caller's (SSE-C).</summary>
    public SseCustomerKey? CustomerKey { get; init; }

    public override string? AvoidedEndpoint => _avoided;

    public override bool Continues => _continues;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, Key);
        request.AddQuery("versionId", _pin.VersionId);

        // Says all that the caller's own conditions said: they held for the state that has this ETag.
        request.AddETagHeader("if-match", _pin.ETag);
        EncryptionHeaders.AddCustomerKey(request, CustomerKey);
        request.AddHeader("range", (_last is { } last ? ByteRange.Between(_first, last) : ByteRange.From(_first)).ToString());
        return request;
    }

    public override async ValueTask<ObjectBody> ReadAsync(S3Response response)
    {
        CheckState(response);
        long surplus = CheckRange(response);
        Stream stream = await response.Message.Content.ReadAsStreamAsync(response.Guard.Token).ConfigureAwait(false);
        return new ObjectBody(response.Keep(), stream, response.Endpoint) { Surplus = surplus, MayExceed = true };
    }

    private void CheckState(S3Response response)
    {
        if (response.Status is not (200 or 206))
        {
            throw NotS3(response, $"status {response.Status} carries no object.");
        }

        string? tag = ETags.Unquote(response.Header("ETag"));
        if (tag is null)
        {
            throw NotS3(response, "the answer does not say of which object it is: it has no ETag.");
        }

        // There are stores that take no notice of If-Match.
        if (!string.Equals(tag, _pin.ETag, StringComparison.Ordinal))
        {
            throw S3Errors.Changed(response.Context, _pin.ETag, response.Status);
        }
    }

    /// <summary>Makes sure that the range is in the answer.</summary>
    /// <returns>How many bytes come before it.</returns>
    private long CheckRange(S3Response response)
    {
        HttpContentHeaders headers = response.Message.Content.Headers;
        if (response.Status == 200)
        {
            return headers.ContentLength is { } whole && _pin.Size >= 0 && whole != _pin.Size ? throw NotS3(response, $"the object has {whole} bytes, and had {_pin.Size} before.") : _first;
        }

        ContentRangeHeaderValue? got = headers.ContentRange;
        if (got?.From != _first || (_last is not null && got.To != _last) || (headers.ContentLength is { } length && length != got.To - got.From + 1))
        {
            throw NotS3(response, "the answer is another part of the object than was asked for.");
        }

        return got.Length is { } size && _pin.Size >= 0 && size != _pin.Size ? throw NotS3(response, $"the object has {size} bytes, and had {_pin.Size} before.") : 0;
    }

    private static S3KitException NotS3(S3Response response, string what) =>
        S3Errors.NotS3(response.Context, response.Status, what, response.Header(S3Headers.RequestId));
}
