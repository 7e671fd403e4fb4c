using System.Net.Http.Headers;
using S3Kit.Routing;
using S3Kit.Transfers;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>GetObject</c>: done when the headers are there; the body is read by the caller.</summary>
internal sealed class GetObjectOperation : S3Operation<GetObjectResult>
{
    private readonly ObjectSource _source;
    private readonly GetObjectOptions? _options;

    public GetObjectOperation(ObjectSource source)
    {
        Bucket = source.Bucket;
        Key = source.Key;
        _source = source;
        _options = source.Options;
    }

    public override string Name => "GetObject";

    public override bool? MayBeHedged => _options?.Hedge;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, Key);
        ReadConditions.Add(request, _options);
        request.AddHeader("range", _options?.Range?.ToString());
        if (_options?.Range is null && endpoint.Settings.AsksForChecksums)
        {
            // Of a part there is no checksum to compare with.
            request.AddHeader(S3Headers.ChecksumMode, "ENABLED");
        }

        return request;
    }

    public override async ValueTask<GetObjectResult> ReadAsync(S3Response response)
    {
        HttpContentHeaders headers = response.Message.Content.Headers;
        long? announced = headers.ContentLength;
        ContentRangeHeaderValue? range = headers.ContentRange;
        bool partial = response.Status == 206;
        if (!partial && response.Status != 200)
        {
            throw S3Errors.NotS3(response.Context, response.Status, $"status {response.Status} carries no object.", response.Header(S3Headers.RequestId));
        }

        if (partial && (range?.From is null || range.To is null || (announced is not null && announced != range.To - range.From + 1)))
        {
            throw S3Errors.NotS3(response.Context, response.Status, "the answer to a range does not say which range it is.", response.Header(S3Headers.RequestId));
        }

        CheckRange(response, announced, partial ? range : null);
        long length = announced ?? (partial ? (range!.To - range.From + 1)!.Value : -1);
        long size = partial ? range!.Length ?? -1 : length;
        Stream body = await response.Message.Content.ReadAsStreamAsync(response.Guard.Token).ConfigureAwait(false);
        ObjectInfo info = ReadConditions.Confirm(ObjectHeaders.Read(response, size), response, _options);
        long offset = partial ? range!.From!.Value : 0;
        ContentCheck? check = partial ? null : ContentCheck.Of(response, _options?.VerifyETag == true ? info.ETag : null);
        ObjectPin pin = ObjectPin.Of(response, _options?.VersionId, size);
        var content = new ObjectContentStream(_source, new ObjectBody(response.Keep(), body, response.Endpoint), pin, offset, length, check);
        return new GetObjectResult(info, content, length, offset)
        {
            IsPartial = partial,
            Location = response.Endpoint.Settings.Address.Locate(Bucket!, Key!),
        };
    }

    /// <summary>Other bytes than those that were asked for look just like them: the caller would not notice.</summary>
    private void CheckRange(S3Response response, long? length, ContentRangeHeaderValue? got)
    {
        string? fault = (_options?.Range, got) switch
        {
            (null, null) => null,
            (null, _) => "the answer is a part of the object, although the whole was asked for.",
            ({ } asked, null) => IsWhole(asked, length) ? null : "the whole object was sent, although a part of it was asked for.",
            ({ } asked, _) => IsPart(asked, got) ? null : "the answer is another part of the object than was asked for.",
        };
        if (fault is not null)
        {
            throw S3Errors.NotS3(response.Context, response.Status, fault, response.Header(S3Headers.RequestId));
        }
    }

    private static bool IsPart(ByteRange asked, ContentRangeHeaderValue got) => asked.First is { } first
        ? got.From == first && !(got.To > asked.Last)
        : got.To - got.From < asked.Last && (got.Length is null || got.To == got.Length - 1);

    private static bool IsWhole(ByteRange asked, long? length) =>
        length == 0 || (asked.First is null ? asked.Last >= length : asked.First == 0 && (asked.Last is null || asked.Last >= length - 1));
}
