using System.Globalization;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>ListObjectsV2</c>: one page. A page goes on where the one before ended, on whichever endpoint.</summary>
internal sealed class ListObjectsOperation : S3Operation<ListObjectsPage>
{
    private readonly string? _prefix;
    private readonly string? _delimiter;
    private readonly string? _startAfter;
    private readonly int _maxKeys;
    private readonly ListPosition? _position;

    public ListObjectsOperation(string bucket, string? prefix, string? delimiter, string? startAfter, int maxKeys, ListPosition? position)
    {
        Bucket = bucket;
        _prefix = string.IsNullOrEmpty(prefix) ? null : prefix;
        _delimiter = string.IsNullOrEmpty(delimiter) ? null : delimiter;
        _startAfter = string.IsNullOrEmpty(startAfter) ? null : startAfter;
        _maxKeys = maxKeys;
        _position = position;
    }

    public override string Name => "ListObjectsV2";

    public override string? PreferredEndpoint => _position?.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, null);
        request.AddQuery("list-type", "2");
        request.AddQuery("encoding-type", "url");
        request.AddQuery("max-keys", _maxKeys.ToString(CultureInfo.InvariantCulture));
        request.AddQuery("prefix", _prefix);
        request.AddQuery("delimiter", _delimiter);

        // A token is good only where it was made; elsewhere the listing goes on behind the last key.
        if (_position is { Token.Length: > 0 } position && string.Equals(position.Endpoint, endpoint.Name, StringComparison.OrdinalIgnoreCase))
        {
            request.AddQuery("continuation-token", position.Token);
        }
        else
        {
            request.AddQuery("start-after", _position?.StartAfter ?? _startAfter);
        }

        return request;
    }

    public override async ValueTask<ListObjectsPage> ReadAsync(S3Response response)
    {
        ListObjectsDocument document = await response.ReadXmlAsync("ListBucketResult", reader => ListObjectsDocument.Read(reader, Bucket!, response.Endpoint.Name)).ConfigureAwait(false);

        // Before anything is taken out of the page: it goes on behind what the store has sent.
        string? next = document.IsTruncated ? After(document, response).ToToken() : null;

        // A store that ignores start-after for a common prefix would hand out the group a second time.
        if (_position?.LastPrefix is { } last)
        {
            document.CommonPrefixes.RemoveAll(prefix => string.Equals(prefix, last, StringComparison.Ordinal));
        }

        return new ListObjectsPage
        {
            Bucket = Bucket!,
            Prefix = _prefix ?? "",
            Objects = document.Objects,
            CommonPrefixes = document.CommonPrefixes,
            NextContinuationToken = next,
            Endpoint = response.Endpoint.Name,
        };
    }

    private ListPosition After(ListObjectsDocument document, S3Response response)
    {
        ListPosition next = ListPosition.After(document, response);
        bool repeats = _position is { } before && before.StartAfter == next.StartAfter
            && string.Equals(before.Endpoint, next.Endpoint, StringComparison.OrdinalIgnoreCase);
        return repeats
            ? throw S3Errors.NotS3(
                response.Context, response.Status, "the answer repeats the page before it, so the listing would never end.", response.Header(S3Headers.RequestId))
            : next;
    }
}
